import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { startRemap } from '../src/catalog/entities/remap.ts'
import type { Json } from '../src/catalog/jq/json.ts'
import { seedCatalogue } from '../src/catalog/seed.ts'
import { deflate } from '../src/db/payload.ts'
import type { Database, Db } from '../src/db/pool.ts'
import { startDraining } from '../src/jobs/drain.ts'
import { openDrainers } from '../src/jobs/drainers.ts'
import { createLog } from '../src/log.ts'
import { withDatabase } from './database.ts'
import type { Bench, Figure } from './figure.ts'
import { pullRequestRecords } from './map/pull-requests.ts'

const records = 100_000
const repositories = 100
/** So many records that change are waited for, one after the other. */
const changes = 20

export const bench: Bench = {
  name: 'remap',
  doc: `The mapping that ships over ${records} stored pull requests: at first, all of them again, and single ones that change.`,
  run: () =>
    withDatabase(async (database) => {
      await seedCatalogue(database.kysely)
      await store(database, await pullRequestRecords(1_000))
      const open = openDrainers()
      const log = createLog('warn')
      const draining = startDraining({ db: database.kysely, log, drainers: open.drainers, poll: 100 })
      try {
        return await measure(database)
      } finally {
        await draining.stop()
        await open.close()
      }
    }),
}

async function measure(database: Database): Promise<Figure[]> {
  const { kysely: db } = database
  const first = await untilQuiet(db)
  await database.pool.query('vacuum analyze')
  const { rows } = await database.pool.query<{ count: number }>(
    'select count(*)::int as count from entities where removed_at is null and not is_stub',
  )
  console.log(`  ${rows[0]?.count} entities`)
  await startRemap(db, 'person', null)
  const again = await untilQuiet(db)
  let slowest = 0
  for (let at = 1; at <= changes; at += 1) {
    await database.pool.query(
      `update raw_records set hash = decode(md5($1), 'hex') where stream = 'pull_requests' and key = $1`,
      [String(at)],
    )
    slowest = Math.max(slowest, await untilQuiet(db))
  }
  const figure = (name: string, value: number, goal: number): Figure => ({
    ...{ name, value: Math.round(value * 100) / 100, unit: 's', goal, better: 'lower' },
  })
  return [
    figure(`${records} records mapped at first`, first, 60),
    figure('all of them mapped again', again, 60),
    figure('the slowest of single records that change, until their entity is there', slowest, 5),
  ]
}

/** Seconds until nothing is marked any more. */
async function untilQuiet(db: Db): Promise<number> {
  const began = performance.now()
  for (;;) {
    const { rows } = await sql<{ busy: boolean }>`
      select exists (select from dirty) as busy`.execute(db)
    if (rows[0]?.busy === false) return (performance.now() - began) / 1000
    await pause(50)
  }
}

/** What a sync would have left: repositories, and in each as many pull requests. */
async function store({ pool }: Database, examples: readonly Json[]): Promise<void> {
  await pool.query(
    `with connected as (
       insert into connections (connector, alias, api_url, cron)
       values ('bitbucket-cloud', 'bench', 'https://example.com/2.0', '0 0 1 1 *') returning id),
     read as (
       insert into workspaces (connection_id, uuid, slug, name)
       select id, gen_random_uuid(), 'bench', 'Bench' from connected returning id)
     insert into repositories (workspace_id, uuid, slug, name)
     select id, gen_random_uuid(), 'repository-' || n, 'Repository ' || n from read, generate_series(1, $1) n`,
    [repositories],
  )
  const { rows } = await pool.query<Stored>(
    'select workspace_id, id, uuid, slug, name from repositories order by id',
  )
  for (const [place, row] of rows.entries()) {
    const repository = {
      uuid: `{${row.uuid}}`,
      name: row.name,
      slug: row.slug,
      full_name: `bench/${row.slug}`,
    }
    await keep(pool, row, 'repositories', [[row.uuid, repository]])
    const pullRequests = Array.from({ length: records / repositories }, (_, at): [string, unknown] => {
      const id = place * (records / repositories) + at + 1
      const example = examples[id % examples.length] as { destination: object }
      return [`${id}`, { ...example, id, destination: { ...example.destination, repository } }]
    })
    await pool.query(
      `insert into pull_requests (workspace_id, repository_id, id, title, state, created_on, updated_on)
       select $1, $2, n, 'Bench', 'OPEN', now(), now() from unnest($3::bigint[]) n`,
      [row.workspace_id, row.id, pullRequests.map(([id]) => id)],
    )
    await keep(pool, row, 'pull_requests', pullRequests)
  }
}

interface Stored {
  readonly workspace_id: string
  readonly id: string
  readonly uuid: string
  readonly slug: string
  readonly name: string
}

async function keep(
  pool: Database['pool'],
  { workspace_id, id }: Stored,
  stream: 'repositories' | 'pull_requests',
  kept: readonly (readonly [string, unknown])[],
): Promise<void> {
  await pool.query(
    `insert into raw_records (workspace_id, repository_id, stream, key, shape, projection_version, payload, hash)
     select $1, $2, $3, key, 'list', 1, payload, '' from unnest($4::text[], $5::bytea[]) as given (key, payload)`,
    [
      ...[workspace_id, stream === 'pull_requests' ? id : null, stream],
      ...[kept.map(([key]) => key), kept.map(([, record]) => deflate(JSON.stringify(record)))],
    ],
  )
}
