import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { readApplied, readMigrations } from '../db/migrate.ts'
import { Failure } from '../errors.ts'
import type { House } from './house.ts'

/** `/healthz`: the process answers. `/readyz`: it can work, too. While it stops both answer 503. */
export function serveHealth(server: FastifyInstance, house: House): void {
  const hidden = { schema: { hide: true } }
  server.get('/healthz', hidden, async () => ({ status: 'ok' }))
  server.get('/readyz', hidden, async (_request, reply) => {
    await checkMigrations(house)
    return reply.header('cache-control', 'no-store').send({ status: 'ready' })
  })
}

/** Asking for the migrations shows that the database answers, and that it is the one this version needs. */
async function checkMigrations({ database, config }: House): Promise<void> {
  const [files, applied] = await Promise.all([
    readMigrations(join(config.root, 'migrations')),
    withinSeconds(3, readApplied(database.pool)),
  ])
  const missing = files.filter((file) => !applied.some((done) => done.name === file.name))
  if (missing.length === 0) return
  const detail = `Not applied yet: ${missing.map((file) => file.name).join(', ')}.`
  throw new Failure('not_ready', { detail })
}

/** Whoever asks whether we are ready does not wait for the network to give up. */
async function withinSeconds<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const detail = `It did not answer within ${seconds} seconds.`
    timer = setTimeout(() => reject(new Failure('database_unreachable', { detail })), seconds * 1000)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
