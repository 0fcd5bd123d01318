import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openReceiver } from '../sync/webhooks/receive.ts'
import type { House } from './house.ts'

/** Bitbucket sends 256 KB at most. */
const largestBody = 1024 * 1024

/** Where Bitbucket sends deliveries: not part of the API, and signed instead of signed in. */
export function serveWebhooks(server: FastifyInstance, house: House): void {
  const receiver = openReceiver({ ...house, db: house.database.kysely })
  server.register(async (door) => {
    door.removeAllContentTypeParsers()
    // The bytes as they came: what was parsed and written again has another signature.
    door.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    door.addHook('onError', async (request, _reply, error) => {
      if ('code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
        receiver.refuse('too_large', connectionOf(request))
    })
    door.addHook('onClose', () => receiver.close())
    const take = async (request: FastifyRequest, reply: FastifyReply) => {
      const { body, headers, ip: address } = request
      await receiver.receive({
        address,
        connectionId: connectionOf(request),
        body: Buffer.isBuffer(body) ? body : Buffer.alloc(0),
        header: (name) => {
          const value = headers[name]
          return typeof value === 'string' ? value : value?.join(', ')
        },
      })
      return reply.code(200).send({})
    }
    // Only programs come here: what tells browsers how to treat a page is left out.
    const options = { bodyLimit: largestBody, schema: { hide: true }, helmet: false as const }
    door.post('/webhooks/bitbucket', options, take)
    door.post('/webhooks/bitbucket/:connection', options, take)
  })
}

/** An address that names no number names nobody; it is asked for all the same, and refused. */
function connectionOf({ params }: FastifyRequest): string | null {
  const { connection } = params as { connection?: string }
  if (connection === undefined) return null
  return /^\d{1,18}$/.test(connection) ? connection : '0'
}
