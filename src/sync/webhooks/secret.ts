import { randomBytes } from 'node:crypto'
import { Failure } from '../../errors.ts'

/** As many bytes as the digest it signs with has. */
const bytes = 32

export function makeSecret(): string {
  return randomBytes(bytes).toString('base64url')
}

/** Bitbucket takes 128 characters; what is shorter than 16 can be guessed. */
export function readSecret(typed: string): string {
  const secret = typed.trim()
  if (/^[\x20-\x7e]{16,128}$/.test(secret)) return secret
  const message = 'has to be 16 to 128 letters, digits and marks, as on an English keyboard'
  const problems = [{ path: 'secret', message }]
  throw new Failure('invalid_input', { detail: `secret: ${message}.`, data: { problems } })
}
