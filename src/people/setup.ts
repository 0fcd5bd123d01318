import { createHash, timingSafeEqual } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'

/** A keyed hash that every process of the installation computes alike. */
export interface HashingKey {
  hmac(text: string): Buffer
}

/** Crockford's alphabet: no letter that looks like a digit. Its 32 letters take 5 bits each. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 20 letters are 100 bits. */
const groups = 5
const groupLength = 4

/**
 * The code that the first administrator types in. It follows from the key ring and the installation, so that every
 * process that shares both prints the same one, and is worth nothing once there is somebody.
 */
function setupCode(keyRing: HashingKey, installationId: string): string {
  const letters = [...keyRing.hmac(`first-run code ${installationId}`)]
    .slice(0, groups * groupLength)
    .map((byte) => alphabet[byte % alphabet.length])
    .join('')
  return letters.match(new RegExp(`.{${groupLength}}`, 'g'))?.join('-') ?? letters
}

/** The code while it is good for something: null once there is somebody. */
export async function openSetupCode(db: Db, keyRing: HashingKey): Promise<string | null> {
  return (await isSetupNeeded(db)) ? setupCode(keyRing, await installationId(db)) : null
}

export async function isSetupNeeded(db: Db): Promise<boolean> {
  const person = await db.selectFrom('people').select('id').limit(1).executeTakeFirst()
  return person === undefined
}

/** Holds others off until the transaction ends: of two who send the code at once, one becomes administrator. */
export async function claimSetup(tx: Db): Promise<void> {
  await sql`lock table people in share row exclusive mode`.execute(tx)
  if (!(await isSetupNeeded(tx))) throw new Failure('already_set_up')
}

/** People type it in lower case and leave the dashes out. */
export async function isSetupCode(db: Db, keyRing: HashingKey, typed: string): Promise<boolean> {
  const expected = digest(setupCode(keyRing, await installationId(db)))
  return timingSafeEqual(digest(typed), expected)
}

function digest(code: string): Buffer {
  const letters = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return createHash('sha256').update(letters).digest()
}

async function installationId(db: Db): Promise<string> {
  const row = await db.selectFrom('installation').select('id').executeTakeFirstOrThrow()
  return row.id
}
