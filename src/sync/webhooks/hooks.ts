import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'
import type { Answer } from '../http/answer.ts'
import type { Client } from '../http/client.ts'
import { description } from './curl.ts'

const Hook = Type.Object({
  uuid: Type.String(),
  url: Type.String(),
  description: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  active: Type.Boolean(),
  events: Type.Array(Type.String()),
  secret_set: Type.Optional(Type.Boolean()),
})
/** A webhook as Bitbucket has it. */
export type Hook = Static<typeof Hook>

const Event = Type.Object({ event: Type.String() })

/** What a webhook is to be. */
export interface Wanted {
  readonly url: string
  readonly secret: string
  readonly events: readonly string[]
}

const options = { stream: 'webhooks', lane: 'person' } as const

/** The webhooks of a workspace as Bitbucket has them. */
export function hooksOf(client: Client, workspace: string, signal?: AbortSignal) {
  const base = `/workspaces/${encodeURIComponent(workspace)}/hooks`
  const asked = { ...options, ...(signal ? { signal } : {}) }
  const bodyOf = ({ url, secret, events }: Wanted) => ({ description, url, active: true, secret, events })
  return {
    list: () => walk(client, base, Hook),
    create: async (wanted: Wanted) => hookIn(await client.send('POST', base, bodyOf(wanted), asked)),
    update: async ({ uuid }: Pick<Hook, 'uuid'>, wanted: Wanted) =>
      hookIn(await client.send('PUT', `${base}/${braced(uuid)}`, bodyOf(wanted), asked)),
    /** One that is gone is as good as removed. */
    async remove({ uuid }: Pick<Hook, 'uuid'>): Promise<void> {
      try {
        await client.send('DELETE', `${base}/${braced(uuid)}`, undefined, asked)
      } catch (error) {
        if (!(error instanceof Failure && error.code === 'source_missing')) throw error
      }
    },
  }
}

const dayMs = 24 * 3_600_000
/** Bitbucket adds an event a year: each process asks once a day. */
const offered = new Map<string, { readonly at: number; readonly events: readonly string[] }>()

/** The events that a workspace may have sent. */
export async function offeredEvents(client: Client, apiUrl: string): Promise<readonly string[]> {
  const known = offered.get(apiUrl)
  if (known && Date.now() - known.at < dayMs) return known.events
  const events = (await walk(client, '/hook_events/workspace', Event)).map(({ event }) => event)
  offered.set(apiUrl, { at: Date.now(), events })
  return events
}

/** Without braces. */
export function bare(uuid: string): string {
  return uuid.replace(/[{}]/g, '')
}

function braced(uuid: string): string {
  return encodeURIComponent(`{${bare(uuid)}}`)
}

async function walk<T extends TSchema>(client: Client, path: string, shape: T): Promise<Static<T>[]> {
  const Page = Type.Object({ values: Type.Array(shape) })
  const items: Static<T>[] = []
  const trail = new Set<string>()
  let step: { path: string; query: Record<string, string> } | undefined = { path, query: { pagelen: '100' } }
  while (step) {
    const answer: Answer = await client.get(step.path, step.query, { ...options, trail })
    if (!Value.Check(Page, answer.body)) throw notOne(answer)
    items.push(...(answer.body as Static<typeof Page>).values)
    step = answer.next === undefined ? undefined : { path: answer.next, query: {} }
  }
  return items
}

function hookIn(answer: Answer): Hook {
  if (Value.Check(Hook, answer.body)) return answer.body
  throw notOne(answer)
}

function notOne({ status, body }: Answer): Failure {
  const excerpt = JSON.stringify(body)?.slice(0, 2048)
  return new Failure('source_unreadable', {
    detail: 'What it says of webhooks cannot be read.',
    data: { status, excerpt },
  })
}
