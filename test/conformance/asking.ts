// Ways to get many samples of one thing out of the simulator.
import { type Running, valuesOf } from '../simulator/harness.ts'

type Paths = (running: Running) => readonly string[]

function repositories({ simulator }: Running) {
  const { world } = simulator
  return world.workspaces
    .flatMap((workspace) => world.repositories(workspace.uuid))
    .filter((one) => !one.isForbidden && !one.isEmpty && one.workspace === world.workspaces[0]?.uuid)
}

export const everywhere =
  (suffix: string): Paths =>
  (running) =>
    repositories(running).map((repository) => `${running.path(repository)}${suffix}`)

export function listed(paths: Paths) {
  return async (running: Running): Promise<readonly unknown[]> => {
    const all: unknown[] = []
    for (const path of paths(running)) {
      const { status, json } = await running.ask(path)
      if (status === 200) all.push(...valuesOf(json))
    }
    return all
  }
}

// Access tokens can neither hold the tracker's scope nor read permissions.
export function listedToPerson(paths: Paths) {
  return async (running: Running): Promise<readonly unknown[]> => {
    const all: unknown[] = []
    for (const path of paths(running)) {
      const { status, json } = await running.ask(path, { headers: running.person })
      if (status === 200) all.push(...valuesOf(json))
    }
    return all
  }
}

export function followed(paths: Paths) {
  return async (running: Running): Promise<readonly unknown[]> => {
    const all: unknown[] = []
    for (const path of paths(running)) {
      const first = await running.ask(path)
      const location = first.headers.get('location')
      const { status, json } = location === null ? first : await running.ask(location)
      if (status === 200) all.push(...valuesOf(json))
    }
    return all
  }
}

export function single(paths: Paths) {
  return async (running: Running): Promise<readonly unknown[]> => {
    const answers = await Promise.all(paths(running).map((path) => running.ask(path)))
    return answers.filter(({ status }) => status === 200).map(({ json }) => json)
  }
}

export const states = 'state=OPEN&state=MERGED&state=DECLINED&state=SUPERSEDED&pagelen=50'

export const pullRequests =
  (suffix: string): Paths =>
  ({ simulator, path, ...running }) =>
    repositories({ simulator, path, ...running }).flatMap((repository) =>
      simulator.world
        .content(repository.uuid)
        .pullRequests.slice(0, 12)
        .map(({ id }) => `${path(repository)}/pullrequests/${id}${suffix}`),
    )

export const pipelines =
  (suffix: string): Paths =>
  ({ simulator, path, ...running }) =>
    repositories({ simulator, path, ...running }).flatMap((repository) =>
      simulator.world
        .content(repository.uuid)
        .pipelines.slice(0, 30)
        .map(({ uuid }) => `${path(repository)}/pipelines/${encodeURIComponent(uuid)}${suffix}`),
    )

export const heads =
  (before: string, after: string): Paths =>
  ({ simulator, path, ...running }) =>
    repositories({ simulator, path, ...running }).flatMap((repository) =>
      simulator.world
        .content(repository.uuid)
        .branches.slice(0, 5)
        .map(({ target }) => `${path(repository)}${before}${target}${after}`),
    )

export const tags: Paths = ({ simulator, path, ...running }) =>
  repositories({ simulator, path, ...running }).flatMap((repository) =>
    simulator.world
      .content(repository.uuid)
      .tags.slice(0, 5)
      .map(({ name }) => `${path(repository)}/refs/tags/${encodeURIComponent(name)}`),
  )

export const files: Paths = ({ simulator, path, ...running }) =>
  repositories({ simulator, path, ...running }).map((repository) => {
    const content = simulator.world.content(repository.uuid)
    const head = content.branch(repository.mainBranch ?? '')?.target ?? ''
    const [file] = content.files(head)
    return `${path(repository)}/src/${head}/${file?.path ?? ''}?format=meta`
  })

export const inWorkspace =
  (suffix: string): Paths =>
  ({ workspace }) => [`/workspaces/${workspace}${suffix}`]

export async function accounts(running: Running): Promise<readonly unknown[]> {
  const commits = await listed(everywhere('/commits?pagelen=100&fields=values.author.user'))(running)
  const found = commits.map((one) => (one as { author?: { user?: unknown } }).author?.user)
  return found.filter((user) => user !== undefined)
}

export async function hooks(running: Running): Promise<readonly unknown[]> {
  const [repository] = repositories(running)
  if (!repository) return []
  const body = JSON.stringify({
    url: 'https://hooks.example.com/a',
    events: ['repo:push'],
    description: 'a',
    active: true,
  })
  const path = `${running.path(repository)}/hooks`
  const headers = { Authorization: `Bearer ${running.token}` }
  const created = await running.ask(path, { method: 'POST', body, headers })
  const { json } = await running.ask(path)
  return [created.json, ...valuesOf(json)]
}
