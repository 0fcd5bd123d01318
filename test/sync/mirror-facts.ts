import { sql } from 'kysely'
import { expect } from 'vitest'
import { exportOracle } from '../../simulator/oracle/export.ts'
import type { Repository } from '../../simulator/world/model.ts'
import type { ClosableWorld } from '../../simulator/world/world.ts'
import type { Database } from '../../src/db/pool.ts'

/** Facts of the oracle about one repository, or of our tables, as comparable lines. */
export function oracleOf(world: ClosableWorld, entity: string, place: Repository): Record<string, unknown>[] {
  return [...exportOracle(world, entity)]
    .map((line): Record<string, unknown> => JSON.parse(line))
    .filter((fact) => fact.repository === place.uuid)
    .map(({ repository: _, ...fact }) => fact)
}

export async function table(
  { kysely }: Database,
  query: ReturnType<typeof sql<Record<string, unknown>>>,
): Promise<Record<string, unknown>[]> {
  return (await query.execute(kysely)).rows
}

const seconds = (value: unknown) => (value === null ? null : Date.parse(String(value)) / 1000)
export const byText = (a: unknown, b: unknown) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)

/** Equal row by row to what the simulated world knows. */
export async function expectOracle(
  database: Database,
  world: ClosableWorld,
  place: Repository,
  id: string | null,
) {
  const commits = await table(
    database,
    sql`select hash, tree, parents, author_raw, committer_raw, date, committed_on, message
          from commits where repository_id = ${id} and is_reachable`,
  )
  const known = oracleOf(world, 'commits', place).map(
    ({ author_account: _, committer_account: __, ...fact }) => fact,
  )
  const timed = (row: Record<string, unknown>) => ({
    ...row,
    date: seconds(row.date),
    committed_on: seconds(row.committed_on),
  })
  expect(commits.map(timed).sort(byText)).toEqual(
    known.map((fact) => timed(pick(fact, Object.keys(commits[0] ?? {})))).sort(byText),
  )
  const branches = await table(
    database,
    sql`select name, target from branches where repository_id = ${id} and removed_at is null`,
  )
  expect(branches.sort(byText)).toEqual(
    oracleOf(world, 'branches', place)
      .map(({ name, target }) => ({ name, target }))
      .sort(byText),
  )
  const tags = await table(
    database,
    sql`select name, target, object, message, date from tags where repository_id = ${id} and removed_at is null`,
  )
  const dated = (row: Record<string, unknown>) => ({ ...row, date: seconds(row.date) })
  expect(tags.map(dated).sort(byText)).toEqual(
    oracleOf(world, 'tags', place)
      .map((fact) => dated(pick(fact, ['name', 'target', 'object', 'message', 'date'])))
      .sort(byText),
  )
  const files = await table(
    database,
    sql`select path, oid, mode from repository_files where repository_id = ${id}`,
  )
  expect(files.sort(byText)).toEqual(
    oracleOf(world, 'files', place)
      .map((fact) => pick(fact, ['path', 'oid', 'mode']))
      .sort(byText),
  )
}

export function pick(fact: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, fact[name]]))
}
