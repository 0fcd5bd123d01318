import { createHmac, timingSafeEqual } from 'node:crypto'

/** The form in which Bitbucket signs, and no other: lower case, whole, one of them. */
const signed = /^sha256=([0-9a-f]{64})$/

/** The digest that a header claims; null when it is none. */
export function claimedDigest(header: string): Buffer | null {
  const [, hex] = signed.exec(header) ?? []
  return hex === undefined ? null : Buffer.from(hex, 'hex')
}

/** Whether the bytes were signed with the secret. Takes the same time wherever the digests differ. */
export function isSignedWith(secret: string, body: Buffer, claimed: Buffer): boolean {
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), claimed)
}
