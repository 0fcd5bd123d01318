import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/server.ts'
import type { Repository } from '../../simulator/world/model.ts'

export type Fetched = {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly json: unknown
}

export type Running = {
  readonly simulator: Simulator
  readonly url: string
  readonly workspace: string
  readonly token: string
  // Headers of a person of the workspace, who can ask about himself.
  readonly person: Readonly<Record<string, string>>
  // As the workspace's access token unless told otherwise; `path` follows /2.0, or is a whole address.
  ask(path: string, options?: RequestInit): Promise<Fetched>
  control(path: string, options?: RequestInit): Promise<Fetched>
  // A repository that has what is asked for.
  repository(fits: (repository: Repository) => boolean): Repository
  // `/repositories/{workspace}/{slug}`
  path(repository: Repository): string
  walk(path: string): Promise<Record<string, unknown>[]>
  stop(): Promise<void>
}

async function fetched(url: string, options: RequestInit): Promise<Fetched> {
  const answer = await fetch(url, { redirect: 'manual', ...options })
  const text = await answer.text()
  const type = answer.headers.get('content-type') ?? ''
  const json: unknown = type.startsWith('application/json') && text !== '' ? JSON.parse(text) : undefined
  return { status: answer.status, headers: answer.headers, text, json }
}

export function membersOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new Error(`not an object: ${JSON.stringify(value)}`)
}

export function valuesOf(page: unknown): Record<string, unknown>[] {
  const { values } = membersOf(page)
  if (!Array.isArray(values)) throw new Error(`not a page: ${JSON.stringify(page)}`)
  return values.map(membersOf)
}

export async function start(options: SimulatorOptions = {}): Promise<Running> {
  const simulator = await startSimulator({ limits: false, ...options })
  const { world, url, simulation } = simulator
  const token =
    simulation.credentials.all().find((one) => one.kind === 'workspace_access_token')?.secret ?? ''
  const own = simulation.credentials.all().find((one) => one.kind === 'api_token')
  const basic = Buffer.from(`${own?.email}:${own?.secret}`).toString('base64')
  const [first] = world.workspaces
  if (!first) throw new Error('the world has no workspace')
  const authorization = { Authorization: `Bearer ${token}` }
  const ask: Running['ask'] = (path, options = {}) =>
    fetched(path.startsWith('http') ? path : `${url}/2.0${path}`, { headers: authorization, ...options })
  return {
    simulator,
    url,
    workspace: first.slug,
    token,
    person: { Authorization: `Basic ${basic}` },
    ask,
    control: (path, options = {}) => fetched(`${url}/_sim${path}`, options),
    repository(fits) {
      const found = world.repositories(first.uuid).find((one) => !one.isForbidden && fits(one))
      if (!found) throw new Error('no repository of this world fits')
      return found
    },
    path: (repository) => `/repositories/${world.fullName(repository)}`,
    async walk(path) {
      const all: Record<string, unknown>[] = []
      for (let next: unknown = path; typeof next === 'string'; ) {
        const { json, status, text } = await ask(next)
        if (status !== 200) throw new Error(`${status} at ${next}: ${text}`)
        all.push(...valuesOf(json))
        next = membersOf(json).next
      }
      return all
    },
    stop: () => simulator.close(),
  }
}
