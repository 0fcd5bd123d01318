import pg from 'pg'
import type { Database } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { defineCommand } from '../command.ts'
import { table } from '../out.ts'

const rowsByDefault = 1_000
const mostRows = 100_000
const secondsByDefault = 30

export const sql = defineCommand({
  name: 'sql',
  doc: 'Reads the tables with one SQL query, in a transaction that cannot write.',
  examples: [
    {
      line: `windlass sql 'select slug, size from repositories order by size desc limit 10'`,
      doc: 'The largest repositories.',
    },
    {
      line: `windlass sql 'select state, count(*) from pull_requests group by state' --json`,
      doc: 'For a program: columns, rows, and whether there were more.',
    },
  ],
  arguments: { query: { doc: 'one select, with, values or table statement' } },
  options: {
    rows: { doc: `most rows that are read (${rowsByDefault} unless told otherwise)`, value: 'n' },
    timeout: { doc: `seconds the query may take (${secondsByDefault} unless told otherwise)`, value: 's' },
  },
  async run({ out, openDatabase }, { query, rows, timeout }) {
    const limit = whole('--rows', rows, rowsByDefault, mostRows)
    const seconds = whole('--timeout', timeout, secondsByDefault, 3_600)
    const answer = await readOnly(await openDatabase(), query, limit, seconds)
    out.result(answer, () =>
      table(
        answer.columns,
        answer.rows.map((row) => row.map(cell)),
      ),
    )
    if (answer.more) out.note(`There are more rows; these are the first ${limit}.`)
    return undefined
  },
})

interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** Rows were left out: the cap was reached. */
  readonly more: boolean
}

/** A cursor, so that a query over millions of rows costs no more than those that are shown. */
async function readOnly({ pool }: Database, query: string, limit: number, seconds: number): Promise<Answer> {
  const client = await pool.connect()
  try {
    await client.query('begin read only')
    await client.query(`set local statement_timeout = ${seconds * 1000}`)
    // Prepared: PostgreSQL then takes one statement, so that nobody commits and goes on writing.
    const declare = { text: `declare shown no scroll cursor for ${query}`, queryMode: 'extended' }
    await client.query(declare)
    const read = { text: `fetch ${limit + 1} from shown`, rowMode: 'array' as const }
    const result = await client.query<unknown[]>(read)
    return {
      columns: result.fields.map((field) => field.name),
      rows: result.rows.slice(0, limit),
      more: result.rows.length > limit,
    }
  } catch (error) {
    if (error instanceof pg.DatabaseError)
      throw new Failure('invalid_input', { detail: error.message, cause: error })
    throw error
  } finally {
    await client.query('rollback')
    client.release()
  }
}

function whole(flag: string, given: string | undefined, byDefault: number, most: number): number {
  if (given === undefined) return byDefault
  const value = Number(given)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Failure('invalid_input', { detail: `${flag}: must be a whole number from 1 to ${most}.` })
}

function cell(value: unknown): string {
  if (value === null) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
