import { createCipheriv, createDecipheriv, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import type { HashingKey } from '../people/setup.ts'

/** A create that may be sent again, after a broken connection say, and must then make nothing twice. */
export interface Repeatable {
  readonly caller: string
  readonly key: string
  /** Endpoint and body. */
  readonly request: string
}

/** Printable, and short enough for an index. */
export function readIdempotencyKey(header: unknown): string | undefined {
  if (header === undefined) return undefined
  if (typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header)) return header
  const problem = { path: 'Idempotency-Key', message: 'must be 1 to 200 printable characters' }
  throw new Failure('invalid_input', {
    detail: `${problem.path} ${problem.message}.`,
    data: { problems: [problem] },
  })
}

/**
 * Runs `once` unless it ran before under the same key; then its answer comes from the memory. Of two at the same
 * time the second waits in the unique index until the first has committed or failed.
 */
export async function answerOnce<Made>(
  tx: Db,
  keyRing: HashingKey,
  repeatable: Repeatable,
  once: () => Promise<Made>,
): Promise<Made> {
  const { caller, key, request } = repeatable
  // Keyed, because the body may hold a password, which a plain hash would let somebody guess.
  const hash = keyRing.hmac(`idempotent request ${request}`)
  const claimed = await tx
    .insertInto('idempotency_keys')
    .values({ caller, key, request_hash: hash })
    .onConflict((conflict) => conflict.columns(['caller', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (!claimed) return repeat<Made>(tx, keyRing, repeatable, hash)
  const made = await once()
  await tx
    .updateTable('idempotency_keys')
    .set({ answer: seal(sealingKey(keyRing, repeatable), JSON.stringify(made)) })
    .where('caller', '=', caller)
    .where('key', '=', key)
    .execute()
  return made
}

async function repeat<Made>(
  tx: Db,
  keyRing: HashingKey,
  repeatable: Repeatable,
  hash: Buffer,
): Promise<Made> {
  const row = await tx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'answer'])
    .where('caller', '=', repeatable.caller)
    .where('key', '=', repeatable.key)
    .executeTakeFirst()
  const same = row?.request_hash.length === hash.length && timingSafeEqual(row.request_hash, hash)
  if (!row?.answer || !same) {
    throw new Failure('conflict', { detail: 'The Idempotency-Key was used for another request.' })
  }
  return JSON.parse(open(sealingKey(keyRing, repeatable), row.answer)) as Made
}

/*
 * The answer may hold an API key, of which the database must otherwise know the hash alone; so it lies there
 * encrypted, for a day, under a key that follows from the key ring, the caller and the Idempotency-Key.
 */
function sealingKey(keyRing: HashingKey, { caller, key }: Repeatable): Buffer {
  return keyRing.hmac(`idempotent answer ${caller} ${key}`).subarray(0, 32)
}

const nonceBytes = 12
const tagBytes = 16

function seal(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed])
}

function open(key: Buffer, sealed: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
  const text = Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()])
  return text.toString('utf8')
}
