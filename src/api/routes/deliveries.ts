import type { Static } from '@sinclair/typebox'
import { getConnection, subjectOfConnection } from '../../connections/connections.ts'
import type { Db } from '../../db/pool.ts'
import type { DeliveryFilter } from '../../sync/webhooks/delivery-filter.ts'
import {
  type Delivery,
  deliveriesOf,
  getDelivery,
  listDeliveries,
} from '../../sync/webhooks/delivery-list.ts'
import {
  countReplay,
  mostReplayed,
  replayDeliveries,
  replayMatching,
} from '../../sync/webhooks/delivery-replay.ts'
import { searchDeliveries } from '../../sync/webhooks/delivery-search.ts'
import { summariseDeliveries } from '../../sync/webhooks/delivery-summary.ts'
import { deliveries as resource } from '../contract/deliveries.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const deliveries = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, payloads, ...asked } = query
    const filter = filterOf(asked)
    const before = readCursor('deliveries', byId, cursor)?.[0]
    const found =
      payloads && filter.q !== undefined
        ? await searchDeliveries(db, { ...filter, q: filter.q }, before, limit + 1)
        : { deliveries: await listDeliveries(db, filter, before, limit + 1) }
    return {
      ...page('deliveries', found.deliveries, { limit, place: (row) => [row.id], item: deliveryOf }),
      payloads: 'payloads' in found ? { searched: found.payloads, is_cut: found.is_cut } : null,
    }
  },

  get: async ({ db, params }) => {
    const { size, payload, ...delivery } = await getDelivery(db, params.id)
    return { ...deliveryOf(delivery), size, payload: { ...payload } }
  },

  summary: async ({ db, house, query }) => {
    const { states, events, lag, refusals } = await summariseDeliveries(db, query.connection ?? null)
    return {
      states: { ...states },
      events: events.map((one) => ({ ...one })),
      lag: { ...lag },
      refusals: refusals.map((one) => ({ ...one, last_at: one.last_at.toISOString() })),
      kept_days: house.config.deliveryDays,
    }
  },

  replayable: async ({ db, query }) => {
    const { deliveries: count, oldest_at, newest_at } = await countReplay(db, filterOf(query))
    return {
      deliveries: count,
      oldest_at: oldest_at?.toISOString() ?? null,
      newest_at: newest_at?.toISOString() ?? null,
      most: mostReplayed,
    }
  },

  replay: async ({ body, change }) =>
    change(async (tx) => {
      const { ids, filter } = body
      const subject = await subjectOf(tx, ids, filter?.connection)
      const answer = filter
        ? await replayMatching(tx, filterOf(filter))
        : await replayDeliveries(tx, ids ?? [])
      return { answer: { ...answer }, subject, after: { ...answer, ...(ids ? { ids } : { filter }) } }
    }),
})

type Asked = Static<typeof resource.endpoints.replayable.query>

function filterOf({ from, to, ...rest }: Asked): DeliveryFilter {
  return {
    ...rest,
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  }
}

/** The one delivery that is meant, or the connection of them all; nothing in common is null. */
async function subjectOf(db: Db, ids: readonly string[] | undefined, connection: string | undefined) {
  if (connection !== undefined) return subjectOfConnection(await getConnection(db, connection))
  const [first, ...others] = ids ? await deliveriesOf(db, ids) : []
  if (!first) return null
  const { id, event, connection_id } = first
  if (others.length === 0) return { kind: 'delivery', id, name: `${event}, delivery ${id}` }
  if (others.some((one) => one.connection_id !== connection_id)) return null
  return subjectOfConnection(await getConnection(db, connection_id))
}

function deliveryOf({ connection_id, alias, effects, ...delivery }: Delivery) {
  const { received_at, next_at, settled_at, replayed_at, ...rest } = delivery
  return {
    ...rest,
    connection: { id: connection_id, alias },
    received_at: received_at.toISOString(),
    next_at: next_at?.toISOString() ?? null,
    settled_at: settled_at?.toISOString() ?? null,
    replayed_at: replayed_at?.toISOString() ?? null,
    effects: effects && {
      tables: { ...effects.tables },
      read: [...effects.read],
      note: effects.note ?? null,
    },
  }
}
