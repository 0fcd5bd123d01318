import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql, type Transaction } from 'kysely'
import type { Db } from '../db/pool.ts'
import type { Row, Schema } from '../db/schema.ts'
import { Failure } from '../errors.ts'

export type Lane = Row<'slices'>['lane']

/** A slice that a worker holds, until its lease ends or somebody else has claimed it. */
export interface Slice {
  readonly id: string
  readonly workspaceId: string
  readonly repositoryId: string | null
  readonly lane: Lane
  readonly holder: string
  /** Raised by every claim: who carries an older one has been replaced. */
  readonly fence: string
}

/** What is taken out of turn is stored batch by batch, each of which prolongs the lease. */
const takenSeconds = 60

interface ClaimOptions {
  /** Names this worker and this run of it: two processes never share one. */
  readonly holder: string
  readonly limit: number
  readonly leaseSeconds: number
}

/**
 * Leases the most urgent slices that are due. Only the clock of the database counts, here and below, so that a wrong
 * clock in a worker neither steals nor keeps a slice. To be called outside a transaction: a claim counts once it is
 * committed.
 *
 * Each lane is read by itself, in its order: one scan ordered by lane and time would walk through every slice of an
 * urgent lane that is not due, before it came to the next.
 */
export async function claimSlices(db: Db, options: ClaimOptions): Promise<Slice[]> {
  const { rows } = await sql<Slice>`
    with due as materialized (
      select candidate.id
        from unnest(enum_range(null::slice_lane)) as lanes (lane),
             lateral (
               select id from slices
                where slices.lane = lanes.lane and due_at <= statement_timestamp()
                  and (leased_until is null or leased_until <= statement_timestamp())
                order by due_at limit ${options.limit} for update skip locked) as candidate
       limit ${options.limit}),
    claimed as (
      update slices
         set leased_by = ${options.holder}, leased_until = ${leaseEnd(options.leaseSeconds)}, fence = fence + 1,
             lane = least(lane, wake_lane), wake_lane = null
        from due where slices.id = due.id
      returning slices.*)
    select id, workspace_id as "workspaceId", repository_id as "repositoryId", lane, leased_by as holder, fence
      from claimed order by lane, due_at`.execute(db)
  return rows
}

/** Takes one slice out of turn, once the worker that holds it has come to the end of its own. */
export async function takeSlice(db: Db, id: string, purpose: string): Promise<Slice> {
  const holder = `${purpose} ${process.pid} ${randomUUID()}`
  for (;;) {
    const { rows } = await sql<Slice>`
      update slices set leased_by = ${holder}, leased_until = ${leaseEnd(takenSeconds)}, fence = fence + 1
       where id = ${id} and (leased_until is null or leased_until <= statement_timestamp())
      returning id, workspace_id as "workspaceId", repository_id as "repositoryId", lane, leased_by as holder, fence`.execute(
      db,
    )
    const [slice] = rows
    if (slice) return slice
    await pause(250)
  }
}

/**
 * Prolongs the leases of a worker and says which of its slices it still holds. One that ended is prolonged too while
 * nobody has claimed it. A slice whose batch is being stored is locked by that transaction, which prolongs it itself:
 * waiting for it would let the others run out.
 */
export async function renewLeases(db: Db, slices: readonly Slice[], leaseSeconds: number): Promise<Slice[]> {
  if (slices.length === 0) return []
  const { rows } = await sql<{ id: string; fence: string }>`
    with held as materialized (
      select id, fence from slices join ${given(slices)} using (id, fence, leased_by)),
    free as materialized (
      select slices.id from slices join ${given(slices)} using (id, fence, leased_by)
       order by slices.id for update of slices skip locked),
    renewed as (
      update slices set leased_until = ${leaseEnd(leaseSeconds)} from free where slices.id = free.id)
    select id, fence from held`.execute(db)
  const held = new Map(rows.map((row) => [row.id, row.fence]))
  return slices.filter((slice) => held.get(slice.id) === slice.fence)
}

/**
 * To be called first in the transaction that stores a batch: throws `lease_lost` unless the worker still holds the
 * slice, and keeps it from being claimed until the transaction ends. So nothing is ever written late, however long the
 * process was paused. Prolongs the lease by the way. Returns the time by the clock of the database, the same for all
 * workers.
 */
export async function withFence(tx: Transaction<Schema>, slice: Slice, leaseSeconds: number): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`
    update slices set leased_until = ${leaseEnd(leaseSeconds)}
     where ${isHeld(slice)} and leased_until > clock_timestamp()
    returning clock_timestamp() as now`.execute(tx)
  if (!rows[0]) throw lost(slice)
  return rows[0].now
}

interface Next {
  readonly lane: Lane
  /** Seconds from now until it is due again, by the clock of the database. */
  readonly dueIn: number
}

/** Ends the lease when the work is done. A slice that was woken meanwhile is due at once. */
export async function releaseSlice(db: Db, slice: Slice, next: Next): Promise<void> {
  const { numAffectedRows } = await sql`
    update slices
       set leased_by = null, leased_until = null, wake_lane = null,
           lane = coalesce(wake_lane, ${next.lane}::slice_lane),
           due_at = statement_timestamp() + case when wake_lane is null then ${seconds(next.dueIn)} else '0' end
     where ${isHeld(slice)}`.execute(db)
  if (numAffectedRows === 0n) throw lost(slice)
}

/** Ends leases when the work was not done, so that another worker takes the slices at once. */
export async function giveBackSlices(db: Db, slices: readonly Slice[]): Promise<void> {
  if (slices.length === 0) return
  await sql`
    update slices
       set leased_by = null, leased_until = null, lane = least(slices.lane, wake_lane), wake_lane = null
      from ${given(slices)}
     where slices.id = given.id and slices.fence = given.fence and slices.leased_by = given.leased_by`.execute(
    db,
  )
}

/** Makes slices due at once, for a more urgent reason or the same. A slice that is leased is due after its release. */
export async function wakeSlices(tx: Db, ids: readonly string[], lane: Lane): Promise<void> {
  await sql`
    update slices
       set wake_lane = case when leased_by is not null then least(wake_lane, ${lane}::slice_lane) end,
           lane = case when leased_by is null then least(lane, ${lane}::slice_lane) else lane end,
           due_at = case when leased_by is null then least(due_at, statement_timestamp()) else due_at end
      from (select id from slices where id = any(${[...ids]}::bigint[]) order by id for update) as woken
     where slices.id = woken.id`.execute(tx)
}

function seconds(value: number) {
  return sql`make_interval(secs => ${value})`
}

function leaseEnd(leaseSeconds: number) {
  return sql`clock_timestamp() + ${seconds(leaseSeconds)}`
}

function isHeld(slice: Slice) {
  return sql`id = ${slice.id} and fence = ${slice.fence} and leased_by = ${slice.holder}`
}

function given(slices: readonly Slice[]) {
  const ids = slices.map((slice) => slice.id)
  const fences = slices.map((slice) => slice.fence)
  const holders = slices.map((slice) => slice.holder)
  return sql`unnest(${ids}::bigint[], ${fences}::bigint[], ${holders}::text[]) as given (id, fence, leased_by)`
}

function lost(slice: Slice): Failure {
  return new Failure('lease_lost', { data: { slice: slice.id } })
}
