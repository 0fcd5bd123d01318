import { Registry } from 'prom-client'
import { afterAll, expect, it } from 'vitest'
import { testDatabase } from '../../test/postgres.ts'
import { enqueue } from '../db/queue.ts'
import { jobMetrics } from './job-metrics.ts'

const database = await testDatabase()
const { pool, kysely } = database
afterAll(database.close)

it('tells Prometheus what waits, failed and works in the background', async () => {
  const registry = new Registry()
  jobMetrics(kysely, registry)
  const shown = async () => (await registry.metrics()).split('\n')

  await enqueue(kysely, 'one', {})
  await enqueue(kysely, 'two', {}, { maxAttempts: 1 })
  await pool.query('update graphile_worker._private_jobs set attempts = 1 where max_attempts = 1')
  await pool.query(`insert into dirty values ('facts', 'a', now() - interval '90 s'), ('facts', 'b', now())`)
  await pool.query(`insert into dirty_parked (kind, key, error) values ('facts', 'c', 'broke')`)
  await pool.query(`insert into processes (id, role, host, pid) values ('p', 'worker', 'host', 1)`)
  const lines = await shown()
  for (const line of [
    'windlass_jobs{state="waiting"} 1',
    'windlass_jobs{state="dead"} 1',
    'windlass_jobs{state="running"} 0',
    'windlass_dirty_keys{kind="facts"} 2',
    'windlass_parked_keys 1',
    'windlass_worker_processes 1',
  ]) {
    expect(lines).toContain(line)
  }
  const oldest = lines.find((line) => line.startsWith('windlass_dirty_oldest_seconds{kind="facts"}'))
  expect(Number(oldest?.split(' ')[1])).toBeGreaterThanOrEqual(90)

  // A kind that is drained is no longer shown with its last figure.
  await pool.query('delete from dirty')
  expect((await shown()).filter((line) => line.includes('kind="facts"'))).toEqual([])
})
