import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from '../src/db/pool.ts'
import { materialise, workspaceTokens } from '../test/sync/on-disk.ts'
import { withDatabase } from './database.ts'
import type { Bench, Figure } from './figure.ts'
import { askedOfTheApi } from './ingest/bitbucket.ts'
import { growth, runWatched } from './ingest/watched.ts'
import { type Program, startProgram, stopProgram } from './parts/program.ts'

/** What was read, without what is kept of the answers and of the reading. */
const tables = [
  'accounts members projects repositories branches tags commits repository_files blobs branch_restrictions',
  'pull_requests pull_request_participants pull_request_activity pull_request_comments pull_request_commits',
  'pipelines pipeline_steps environments deployments issues issue_comments',
].flatMap((line) => line.split(' '))

/** Megabytes: all of M. A source that makes what it has forgotten again for each page would be what is measured. */
const contents = 2_000

export const bench: Bench = {
  name: 'ingest',
  doc: 'A first sync by the command line of all there is, limits off, the repositories of git on disk before.',
  run: ({ world = 'S' }) =>
    withDatabase(async (database) => {
      const data = mkdtempSync(join(tmpdir(), 'windlass-ingest-'))
      const simulator = await startProgram(world, contents)
      try {
        return await ingest(database, simulator, data)
      } finally {
        await stopProgram(simulator)
        rmSync(data, { recursive: true, force: true })
      }
    }),
}

async function ingest(database: Database, simulator: Program, data: string): Promise<Figure[]> {
  const environment = {
    DATABASE_URL: database.url,
    WINDLASS_DATA: data,
    WINDLASS_LOG_LEVEL: 'silent',
    WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
  }
  for (const { workspace, secret } of await workspaceTokens(simulator)) {
    const line = `connect --kind access-token --alias ${workspace} --workspace ${workspace} --api-url ${simulator.url}/2.0 --range-days 36500 --token-stdin`
    const { code, stdout } = await runWatched(line.split(' '), environment, secret)
    if (code !== 0) throw new Error(`connect ended with ${code}: ${stdout}`)
  }
  console.log(`  ${await materialise(simulator)} repositories on the disk of the simulator`)
  // Without limits at the source, ours would hold it back at a thousand requests.
  await database.pool.query('update connections set rate_limit = 1000000')
  const { stdout, seconds, resident } = await runWatched(['sync', '--once', '--json'], environment)
  // One repository of the world may not be read; what is read of all others must be all of it.
  const unread = gapsIn(stdout).filter(({ reason }) => reason !== 'source_forbidden')
  if (unread.length > 0) throw new Error(`sync left gaps: ${JSON.stringify(unread)}`)
  const rows = await count(database)
  const asked = await askedOfTheApi(simulator)
  console.log(`  ${rows} rows in ${Math.round(seconds)} s, ${asked.length} requests of the API`)
  return [
    { name: 'end to end', value: Math.round(rows / seconds), unit: 'rows/s', goal: 3_000, better: 'higher' },
    lower('most memory held', Math.round(Math.max(...resident)), 'MB', 600),
    lower('memory in the last quarter over the second', round(growth(resident)), 'times', 1.25),
    lower('requests until repositories are listed', indexOf(asked, listing) + 1, 'requests', 1),
    lower('reads of history before the first pull requests', beforeFirst(asked), 'requests', 0),
  ]
}

function gapsIn(stdout: string): readonly { readonly reason: string }[] {
  const { connections } = JSON.parse(stdout) as { connections: { gaps: { reason: string }[] }[] }
  return connections.flatMap(({ gaps }) => gaps)
}

const listing = 'GET /repositories/{workspace}'
const pullRequests = 'GET /repositories/{workspace}/{repo_slug}/pullrequests'

type Asked = Awaited<ReturnType<typeof askedOfTheApi>>

function indexOf(asked: Asked, template: string): number {
  return asked.findIndex((one) => `GET ${one.template}` === template)
}

/** Requests for single repositories that came before the first for pull requests; whether there are issues is no history. */
function beforeFirst(asked: Asked): number {
  return asked
    .slice(0, Math.max(0, indexOf(asked, pullRequests)))
    .filter(({ template }) => template.includes('{repo_slug}') && !template.endsWith('/issues')).length
}

async function count({ pool }: Database): Promise<number> {
  const each = tables.map((table) => `(select count(*) from ${table})`)
  const { rows } = await pool.query<{ rows: string }>(`select ${each.join(' + ')} as rows`)
  return Number(rows[0]?.rows)
}

function lower(name: string, value: number, unit: string, goal: number): Figure {
  return { name, value, unit, goal, better: 'lower' }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
