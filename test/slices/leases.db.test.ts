import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { testDatabase } from '../postgres.ts'

const database = await testDatabase()
const children = new Set<ChildProcess>()
/** Those that have begun to work: one that is still starting holds nothing that could pass on. */
const ready = new Set<ChildProcess>()
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await database.close()
})

/**
 * The observer lies in the database and sees every change as it is committed, whatever a worker believes:
 * a live lease that passes to another holder, a fence that does not grow, a row written under a fence that was not
 * the one of the slice at its commit.
 */
const observer = `
  create table journal (place bigint generated always as identity, slice_id bigint, fence bigint, holder text);
  create table refusals (slice_id bigint);
  create table violations (what text, slice_id bigint);

  create function watch_lease() returns trigger language plpgsql as $$ begin
    if new.leased_by is distinct from old.leased_by and new.leased_by is not null then
      if old.leased_by is not null and old.leased_until > clock_timestamp() then
        insert into violations values ('taken from a living lease', new.id);
      end if;
      if new.fence <= old.fence then insert into violations values ('fence did not grow', new.id); end if;
    end if;
    return null;
  end $$;
  create trigger watch after update on slices for each row execute function watch_lease();

  create function watch_write() returns trigger language plpgsql as $$ begin
    if not exists (select from slices where id = new.slice_id and fence = new.fence and leased_by = new.holder) then
      insert into violations values ('written late', new.slice_id);
    end if;
    return null;
  end $$;
  create constraint trigger watch after insert on journal deferrable initially deferred
    for each row execute function watch_write();`

const hour = 3600
const mostDisturbances = 14
const skews = [0, hour, -hour, 24 * hour]

test('10,000 slices, four processes with wrong clocks, killed and paused: never two holders, never a late write', async () => {
  await database.pool.query(`${observer}
    insert into slices (workspace_id, repository_id, lane, due_at)
    select 1, n, 'delta', now() from generate_series(1, 10000) n;
    analyze slices`)
  const workers = skews.map((_, number) => startWorker(number, 0))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const events = await disturb(workers)
  expect(await rows('select * from violations')).toEqual([])

  // One holder a fence, and the fences of a slice in the order of its writes: nobody wrote between others' writes.
  expect(
    await rows('select slice_id from journal group by slice_id, fence having count(distinct holder) > 1'),
  ).toEqual([])
  expect(
    await rows(`select slice_id from (select slice_id, fence, lag(fence) over (partition by slice_id order by place)
                  as previous from journal) as pairs where fence < previous`),
  ).toEqual([])

  // The disturbances reached what they are there for.
  expect(await count('select count(distinct slice_id) from journal')).toBe(10_000)
  expect(events.kills).toBeGreaterThan(2)
  expect(events.pauses).toBeGreaterThan(2)
  expect(await count('select count(*) from refusals')).toBeGreaterThan(0)
  expect(await count('select count(*) from slices where fence > 1')).toBeGreaterThan(0)
}, 60_000)

/** Kills and pauses workers at random until all slices are done; in peace at last, so that the test ends. */
async function disturb(workers: ChildProcess[]): Promise<{ kills: number; pauses: number }> {
  const events = { kills: 0, pauses: 0 }
  while ((await count(`select count(*) from slices where lane = 'delta' or leased_by is not null`)) > 0) {
    await pause(Math.random() * 200)
    if (events.kills + events.pauses === mostDisturbances) continue
    const number = Math.floor(Math.random() * workers.length)
    const worker = workers[number]
    if (worker && events.kills <= events.pauses) {
      events.kills++
      worker.kill('SIGKILL')
      workers[number] = startWorker(number, events.kills)
    } else if (worker && ready.has(worker)) {
      events.pauses++
      worker.kill('SIGSTOP')
      // Longer than the lease of one second: what it holds passes on to others meanwhile.
      await pause(1300)
      worker.kill('SIGCONT')
    }
  }
  return events
}

function startWorker(number: number, generation: number): ChildProcess {
  const child = fork(join(import.meta.dirname, 'worker.ts'), args(number, generation), {
    execArgv: ['--import', 'tsx'],
  })
  children.add(child)
  child.once('message', () => ready.add(child))
  return child
}

function args(number: number, generation: number): string[] {
  return [database.url, `worker-${number}-${generation}`, String(skews[number])]
}

async function rows(query: string): Promise<unknown[]> {
  return (await database.pool.query(query)).rows
}

async function count(query: string): Promise<number> {
  return Number((await database.pool.query<{ count: string }>(query)).rows[0]?.count)
}
