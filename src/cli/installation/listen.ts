import type { FastifyInstance } from 'fastify'
import type { Config } from '../../config.ts'
import { Failure } from '../../errors.ts'
import type { Closers } from './closers.ts'

/** Requests under way may end; a connection that still talks after this is cut, as the worker must stop as well. */
const drainMilliseconds = 5000

const reasons: Readonly<Record<string, (place: string) => string>> = {
  EADDRINUSE: (place) => `Something else listens on ${place}.`,
  EACCES: (place) => `This user may not listen on ${place}; ports below 1024 are root’s.`,
  EADDRNOTAVAIL: (place) => `${place} is no address of this machine.`,
  ENOTFOUND: (place) => `${place} is no address of this machine.`,
}

/** Serves the API; answers with the address a browser on this machine reaches it at. */
export async function listen(app: FastifyInstance, config: Config, closers: Closers): Promise<string> {
  closers.addParallel(() => drain(app))
  const place = `${config.host}:${config.port}`
  try {
    const address = new URL(await app.listen({ host: config.host, port: config.port }))
    return `http://${browsable(config.host)}:${address.port || '80'}`
  } catch (cause) {
    const reason = reasons[(cause as NodeJS.ErrnoException).code ?? '']
    if (!reason) throw cause
    throw new Failure('port_taken', { detail: reason(place), cause })
  }
}

function browsable(host: string): string {
  if (['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

async function drain(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), drainMilliseconds)
  await app.close().finally(() => clearTimeout(cut))
}
