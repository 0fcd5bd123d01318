import { connection } from './connection.ts'
import type { TestEndpoint } from './endpoints.ts'
import { delivery, webhook } from './made.ts'

/** How to call each endpoint of webhooks and deliveries so that it succeeds. */
export const ofWebhooks: Readonly<Record<string, TestEndpoint['prepare']>> = {
  'deliveries.list': async (house) => {
    const { id } = await delivery(house)
    return { query: { connection: id, event: 'pullrequest:', q: '17', payloads: 'true', limit: '2' } }
  },
  'deliveries.get': async (house) => ({ params: { id: (await delivery(house)).deliveryId } }),
  'deliveries.summary': async (house) => ({ query: { connection: (await delivery(house)).id } }),
  'deliveries.replayable': async (house) => {
    await delivery(house)
    return { query: { state: 'dead', to: '2100-01-01T00:00:00Z' } }
  },
  'deliveries.replay': async (house) => ({ body: { ids: [(await delivery(house)).deliveryId] } }),
  'webhooks.list': async (house) => ({ query: { connection: (await webhook(house)).connectionId } }),
  'webhooks.freshness': async (house) => ({
    query: { connection: await connection(house), limit: '2' },
  }),
  'webhooks.get': async (house) => ({ params: { id: (await webhook(house)).id } }),
  'webhooks.curl': async (house) => ({ params: { id: (await webhook(house)).id } }),
  'webhooks.register': async (house) => ({ params: { id: (await webhook(house)).id } }),
  'webhooks.setSecret': async (house) => ({
    params: { id: (await webhook(house)).id },
    body: { secret: 'sixteen letters or more' },
  }),
  'webhooks.rotate': async (house) => ({ params: { id: (await webhook(house)).id } }),
  'webhooks.reveal': async (house) => ({ params: { id: (await webhook(house)).id } }),
}
