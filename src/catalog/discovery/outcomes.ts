import { sql, type Transaction } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Discovery } from './discoveries.ts'
import type { ImportProblem } from './events.ts'

type Tx = Transaction<Schema>

/** What became of a repository that was to be imported. */
export interface Outcome {
  readonly id: string
  readonly name: string
  /** The import that somebody asked for; null for one that went by itself. */
  readonly eventId: string | null
  readonly became: 'registered' | 'merged' | 'left_out' | 'failed'
  readonly problem?: string
}

/** Notes it with each repository and with the import it belongs to, which ends with its last one. */
export async function settleImports(
  tx: Tx,
  discovery: Discovery,
  outcomes: readonly Outcome[],
): Promise<void> {
  await sql`
    update discovered set import_event_id = null, problem = given.problem
      from unnest(${outcomes.map(({ id }) => id)}::bigint[], ${outcomes.map(({ problem = null }) => problem)}::text[])
             as given (id, problem)
     where repository_id = given.id`.execute(tx)
  for (const eventId of new Set(outcomes.map((one) => one.eventId))) {
    const some = outcomes.filter((one) => one.eventId === eventId)
    // What is not imported by itself is no event.
    if (eventId === null && some.every(({ became }) => became === 'left_out')) continue
    await add(tx, eventId ?? (await automaticEvent(tx, discovery)), some)
    if (eventId !== null) await endImport(tx, eventId)
  }
}

/** Imports that go by themselves are one event as long as they follow each other within some minutes. */
async function automaticEvent(tx: Tx, { id }: Discovery): Promise<string> {
  const { rows: recent } = await sql<{ id: string }>`
    select id from discovery_events
     where discovery_id = ${id} and type = 'auto_import' and updated_at > now() - interval '10 minutes'
       and id = (select max(id) from discovery_events where discovery_id = ${id} and type = 'auto_import')`.execute(
    tx,
  )
  const [last] = recent
  if (last) return last.id
  const { rows } = await sql<{ id: string }>`
    insert into discovery_events (discovery_id, type, status, description, ended_at)
    values (${id}, 'auto_import', 'success', 'Repositories were imported as they were detected.', now())
    returning id`.execute(tx)
  return rows[0]?.id ?? ''
}

/** The first problems are kept by name; all of them are counted. */
const mostProblems = 20

async function add(tx: Tx, eventId: string, outcomes: readonly Outcome[]): Promise<void> {
  const count = (became: Outcome['became']) => outcomes.filter((one) => one.became === became).length
  const problems: ImportProblem[] = outcomes.flatMap(({ name, problem }) =>
    problem === undefined ? [] : [{ repository: name, message: problem }],
  )
  await sql`
    update discovery_events
       set registered = registered + ${count('registered')}, merged = merged + ${count('merged')},
           left_out = left_out + ${count('left_out')}, failed = failed + ${count('failed')},
           problems = jsonb_path_query_array(
             problems || ${JSON.stringify(problems)}::jsonb, ${`$[0 to ${mostProblems - 1}]`}::jsonpath),
           updated_at = now(), ended_at = case when ended_at is not null then now() end,
           status = case when type = 'auto_import' and failed + ${count('failed')} > 0 then 'partial_success' else status end
     where id = ${eventId}`.execute(tx)
}

async function endImport(tx: Tx, eventId: string): Promise<void> {
  await sql`
    update discovery_events
       set ended_at = now(),
           status = case when failed = 0 then 'success' when registered + merged = 0 then 'failed'
                         else 'partial_success' end
     where id = ${eventId} and not exists (select from discovered where import_event_id = ${eventId})`.execute(
    tx,
  )
}
