import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { listConnections } from '../../connections/connections.ts'
import { readTokens } from '../../connections/entered/tokens.ts'
import { enqueue } from '../../db/queue.ts'
import { Failure } from '../../errors.ts'
import type { Desk } from '../../sync/connect.ts'
import { connectBitbucket } from '../connect.ts'

/** As many as make a pool worth looking at, each with an allowance of its own. */
const tokenCount = 3

/** Often enough that the world's own movement shows: about a hundred requests a run, of 3,000 an hour. */
const everyMinutes = 5

const World = Type.Object({ workspaces: Type.Array(Type.Object({ slug: Type.String() }), { minItems: 1 }) })
const Issued = Type.Object({ secret: Type.String() })

/**
 * Has the connection of the demo read the simulator at `url`, and starts a run. `before` is where the simulator was the
 * last time. A connection that a person removed stays away as long as there is another.
 */
export async function connectDemo(
  desk: Desk,
  { url, before }: { url: string; before: string },
): Promise<void> {
  // Issued anew at each start: the simulator forgets them, and makes the same ones in the same order.
  const tokens = await issueTokens(url)
  const connections = await listConnections(desk.db)
  if (connections.length === 0) {
    await connect(desk, url, tokens)
    return
  }
  await desk.db
    .updateTable('connections')
    .set({ api_url: apiOf(url) })
    .where('api_url', '=', apiOf(before))
    .execute()
  const own = connections.find(({ api_url: address }) => address === apiOf(before))
  if (own) await enqueue(desk.db, 'sync-connection', { connection: own.id })
}

async function connect(desk: Desk, url: string, tokens: readonly string[]): Promise<void> {
  const { workspaces } = Value.Parse(World, await control(url, 'GET', '/_sim/world'))
  const { made } = await connectBitbucket(desk, {
    connection: { connector: 'bitbucket-cloud', alias: 'Demo', api_url: apiOf(url) },
    drafts: readTokens({ kind: 'access_token', tokens: tokens.join('\n'), email: undefined }),
    workspace: workspaces[0]?.slug ?? '',
  })
  if (made === null)
    throw new Failure('demo_lost', { detail: 'It refuses the credentials it issued itself.' })
  const { id } = made.connection
  await desk.db
    .updateTable('connections')
    .set({ frequency_minutes: everyMinutes })
    .where('id', '=', id)
    .execute()
  await enqueue(desk.db, 'sync-connection', { connection: id })
}

async function issueTokens(url: string): Promise<string[]> {
  const secrets: string[] = []
  for (let number = 1; number <= tokenCount; number += 1) {
    const wanted = { kind: 'workspace_access_token', label: `Demo ${number}` }
    const { secret } = Value.Parse(Issued, await control(url, 'POST', '/_sim/credentials', wanted))
    secrets.push(secret)
  }
  return secrets
}

async function control(url: string, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${url}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  return answer.json()
}

function apiOf(url: string): string {
  return `${url}/2.0`
}
