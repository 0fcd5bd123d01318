import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { Failure } from '../errors.ts'

/** One key of the ring. The master bytes are never used as they are: each use has a key derived from them. */
export interface Key {
  /** Fingerprint, safe to show and to store. */
  readonly id: string
  readonly master: Buffer
}

/** What a sealed value belongs to. It is bound into the seal, so a value moved to another record does not open. */
export interface SecretIdentity {
  readonly purpose: string
  readonly record: string
}

/** Layout: version (1), key id (8), nonce (12), tag (16), ciphertext. */
const version = 1
const idBytes = 8
const nonceBytes = 12
const tagBytes = 16
const headerBytes = 1 + idBytes
const overhead = headerBytes + nonceBytes + tagBytes

export const masterBytes = 32

export function createKey(master: Buffer = randomBytes(masterBytes)): Key {
  return { id: derive(master, 'key id', idBytes).toString('hex'), master }
}

export function seal(key: Key, identity: SecretIdentity, text: string): Buffer {
  const header = Buffer.concat([Buffer.of(version), Buffer.from(key.id, 'hex')])
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', sealingKey(key), nonce)
  cipher.setAAD(associated(header, identity))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([header, nonce, cipher.getAuthTag(), body])
}

/** Which key sealed the value; null when it is not a sealed value at all. */
export function keyIdOf(sealed: Buffer): string | null {
  if (sealed.length < overhead || sealed[0] !== version) return null
  return sealed.subarray(1, headerBytes).toString('hex')
}

export function unseal(key: Key, identity: SecretIdentity, sealed: Buffer): string {
  if (keyIdOf(sealed) !== key.id) throw unreadable(identity)
  const nonceEnd = headerBytes + nonceBytes
  const decipher = createDecipheriv('aes-256-gcm', sealingKey(key), sealed.subarray(headerBytes, nonceEnd), {
    authTagLength: tagBytes,
  })
  decipher.setAAD(associated(sealed.subarray(0, headerBytes), identity))
  decipher.setAuthTag(sealed.subarray(nonceEnd, overhead))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(overhead)), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw unreadable(identity, cause)
  }
}

export function hmac(key: Key, text: string): Buffer {
  return createHmac('sha256', derive(key.master, 'hmac', masterBytes))
    .update(text, 'utf8')
    .digest()
}

export function unreadable(identity: SecretIdentity, cause?: unknown): Failure {
  return new Failure('secret_unreadable', {
    detail: `It is the ${identity.purpose} of ${identity.record}.`,
    data: { purpose: identity.purpose, record: identity.record },
    cause,
  })
}

function sealingKey(key: Key): Buffer {
  return derive(key.master, 'seal', masterBytes)
}

function derive(master: Buffer, use: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', master, '', `windlass ${use}`, length))
}

/** JSON keeps the parts apart: ('a', 'bc') and ('ab', 'c') must not become the same bytes. */
function associated(header: Buffer, identity: SecretIdentity): Buffer {
  return Buffer.concat([header, Buffer.from(JSON.stringify([identity.purpose, identity.record]))])
}
