import { transaction } from '../src/db/pool.ts'
import { type TableShape, upsertInto } from '../src/db/upsert.ts'
import { withDatabase } from './database.ts'
import type { Bench, Figure } from './figure.ts'

const rows = 50_000
/** What one response of an API holds times ten: batches are stored one transaction each. */
const batch = 500

/** A pull request as it is stored: twenty columns, one of them JSON. */
const types = {
  workspace_id: 'bigint',
  repository_id: 'bigint',
  number: 'integer',
  title: 'text',
  state: 'text',
  author_id: 'bigint',
  source_branch: 'text',
  target_branch: 'text',
  source_commit: 'text',
  merge_commit: 'text',
  created_at: 'timestamp with time zone',
  updated_at: 'timestamp with time zone',
  closed_at: 'timestamp with time zone',
  comment_count: 'integer',
  task_count: 'integer',
  draft: 'boolean',
  cycle_seconds: 'integer',
  reviewers: 'bigint[]',
  links: 'jsonb',
  hash: 'bytea',
} as const
const table: TableShape = {
  name: 'measured_pull_requests',
  primaryKey: ['workspace_id', 'repository_id', 'number'],
  types,
}

export const bench: Bench = {
  name: 'upsert',
  doc: `${rows} rows of 20 columns with JSON, in durable transactions of ${batch}: new, equal and changed.`,
  run: () =>
    withDatabase(async ({ pool, kysely }) => {
      const columns = Object.entries(types).map(([name, type]) => `${name} ${type} not null`)
      await pool.query(
        `create table ${table.name} (${columns.join(', ')}, primary key (${table.primaryKey.join(', ')}))`,
      )
      await pool.query(`create index on ${table.name} (repository_id, updated_at)`)
      const store = async (version: number) => {
        const started = performance.now()
        let written = 0
        for (let start = 0; start < rows; start += batch) {
          const some = Array.from({ length: batch }, (_, index) => pullRequest(start + index, version))
          const { inserted, changed } = await transaction(kysely, (tx) => upsertInto(tx, table, some))
          written += inserted.length + changed.length
        }
        return { written, rate: Math.round(rows / ((performance.now() - started) / 1000)) }
      }
      const [fresh, equal, changed] = [await store(1), await store(1), await store(2)]
      if (fresh.written !== rows || changed.written !== rows) throw new Error('rows went missing')
      return figures(fresh.rate, equal, changed.rate)
    }),
}

function figures(fresh: number, equal: { written: number; rate: number }, changed: number): Figure[] {
  const rate = (name: string, value: number): Figure => ({
    name,
    value,
    unit: 'rows/s',
    goal: 12_000,
    better: 'higher',
  })
  return [
    rate('new rows', fresh),
    rate('equal rows again', equal.rate),
    {
      name: 'rows changed by writing equal rows again',
      value: equal.written,
      unit: 'rows',
      goal: 0,
      better: 'lower',
    },
    // Twice the work of a new one: the old row is read, compared and left behind.
    { ...rate('changed rows', changed), goal: 6_000 },
  ]
}

function pullRequest(index: number, version: number): Record<string, unknown> {
  const number = index % 2000
  const day = new Date(Date.UTC(2026, index % 12, (index % 28) + 1))
  return {
    workspace_id: '1',
    repository_id: String(1 + Math.floor(index / 2000)),
    number,
    title: `Raise the limit of connector ${index} to what the service answers`,
    state: version === 1 ? 'OPEN' : 'MERGED',
    author_id: String(index % 300),
    source_branch: `feature/limit-${index}`,
    target_branch: 'main',
    source_commit: index.toString(16).padStart(40, '0'),
    merge_commit: index.toString(16).padEnd(40, 'f'),
    created_at: day,
    updated_at: day,
    closed_at: day,
    comment_count: index % 17,
    task_count: index % 3,
    draft: index % 9 === 0,
    cycle_seconds: index * 7,
    reviewers: [String(index % 300), String((index + 7) % 300)],
    links: {
      html: { href: `https://bitbucket.example/acme/repository/pull-requests/${number}` },
      approvals: [true, null],
    },
    hash: Buffer.from(index.toString(16).padStart(40, '0'), 'hex'),
  }
}
