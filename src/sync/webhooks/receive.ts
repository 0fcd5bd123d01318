import { createHash } from 'node:crypto'
import type { Config } from '../../config.ts'
import type { KeyRing } from '../../connections/key-ring.ts'
import type { Db } from '../../db/pool.ts'
import { type ErrorCode, Failure } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { openInbox } from './inbox.ts'
import { type LiveWebhook, watchLive } from './live.ts'
import { readNetworks } from './networks.ts'
import { countRefusals, type Refusal } from './refusals.ts'
import { claimedDigest, isSignedWith } from './signature.ts'

/** A request to the webhooks' address, before anything of it is believed. */
interface Knock {
  readonly address: string
  /** Connection that the address names; null when it names none. */
  readonly connectionId: string | null
  readonly body: Buffer
  header(name: string): string | undefined
}

export interface Receiver {
  /** Resolves once the delivery is stored. Throws a refusal, of which nothing is kept but a count. */
  receive(knock: Knock): Promise<void>
  /** Counts one that was refused before it was read. */
  refuse(reason: Refusal, connectionId: string | null): void
  close(): Promise<void>
}

const codes: Readonly<Record<Refusal, ErrorCode>> = {
  unsigned: 'delivery_unsigned',
  bad_signature: 'delivery_bad_signature',
  unknown_connection: 'delivery_unknown',
  too_large: 'too_large',
  bad_address: 'delivery_bad_address',
  malformed: 'delivery_malformed',
}

const uuid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i

/** Verifies and stores; everything else about a delivery is the work of others, later. */
export function openReceiver(house: {
  readonly db: Db
  readonly config: Config
  readonly keyRing: KeyRing
  readonly log: Log
}): Receiver {
  const { db, config, log } = house
  const live = watchLive(house)
  const inbox = openInbox(db)
  const refusals = countRefusals(db, log)
  const isAllowed = readNetworks(config.webhookAddresses)

  const refuse = (reason: Refusal, { connectionId, address }: Pick<Knock, 'connectionId' | 'address'>) => {
    refusals.count(reason, connectionId)
    log.info({ reason, connection: connectionId, address }, 'a delivery was refused')
    return new Failure(codes[reason])
  }

  return {
    async receive(knock) {
      if (!isAllowed(knock.address)) throw refuse('bad_address', knock)
      const shown = uuid.exec(knock.header('x-hook-uuid') ?? '')?.[1]?.toLowerCase() ?? null
      const before = candidates(await live.all(), knock.connectionId, shown)
      const known = before.length > 0 ? before : candidates(await live.again(), knock.connectionId, shown)
      if (known.length === 0) throw refuse('unknown_connection', knock)
      const header = knock.header('x-hub-signature')
      if (header === undefined || header === '') throw refuse('unsigned', knock)
      const claimed = claimedDigest(header)
      if (claimed === null) throw refuse('bad_signature', knock)
      const webhook =
        signer(known, knock.body, claimed) ??
        signer(candidates(await live.again(), knock.connectionId, shown), knock.body, claimed)
      if (webhook === undefined) throw refuse('bad_signature', knock)
      const event = knock.header('x-event-key') ?? ''
      const isJson = /^application\/json\s*(;|$)/i.test(knock.header('content-type') ?? '')
      if (!/^[\w:-]{1,100}$/.test(event) || !isJson || knock.header('content-encoding') !== undefined)
        throw refuse('malformed', knock)
      await inbox.store({
        webhookId: webhook.id,
        workspaceId: webhook.workspaceId,
        webhookUuid: shown,
        requestUuid: requestUuidOf(knock),
        event,
        attempt: attemptOf(knock.header('x-attempt-number')),
        body: knock.body,
      })
    },
    refuse: (reason, connectionId) => refusals.count(reason, connectionId),
    close: () => refusals.close(),
  }
}

/**
 * Whose delivery it may be: the webhook that it names, where that is known; else each whose uuid nobody knows yet, or
 * all of them, since a webhook that was made anew by hand has another uuid and the same secret.
 */
function candidates(
  live: readonly LiveWebhook[],
  connectionId: string | null,
  shown: string | null,
): readonly LiveWebhook[] {
  const own = connectionId === null ? live : live.filter((one) => one.connectionId === connectionId)
  const named = own.filter((one) => shown !== null && one.uuid === shown)
  return named.length > 0 ? named : own
}

function signer(webhooks: readonly LiveWebhook[], body: Buffer, claimed: Buffer): LiveWebhook | undefined {
  return webhooks.find(({ secrets }) => secrets.some((secret) => isSignedWith(secret, body, claimed)))
}

/** A request without a uuid is told apart by what it says. */
function requestUuidOf({ header, body }: Knock): string {
  const [, shown] = uuid.exec(header('x-request-uuid') ?? '') ?? []
  return shown?.toLowerCase() ?? `sha256 ${createHash('sha256').update(body).digest('hex')}`
}

function attemptOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,4}$/.test(header) ? Number(header) : null
}
