import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './passwords.ts'

describe('a stored password', () => {
  it('is not the password, differs each time, and is recognised', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')])
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$/)
    expect(one).not.toBe(two)
    expect(one).not.toContain('correct')
    expect(await verifyPassword('correct horse', one)).toBe(true)
    expect(await verifyPassword('correct horsf', one)).toBe(false)
  })

  it('is recognised however the keyboard composes its letters', async () => {
    expect(await verifyPassword('Zu\u0308rich', await hashPassword('Z\u00fcrich'))).toBe(true)
  })

  it('made with a lower cost still works', async () => {
    const old = 'scrypt$1024$8$1$AAAAAAAAAAAAAAAAAAAAAA==$'
    const { scryptSync } = await import('node:crypto')
    const hash = scryptSync('old password', Buffer.alloc(16), 32, { N: 1024, r: 8, p: 1 }).toString('base64')
    expect(await verifyPassword('old password', old + hash)).toBe(true)
  })

  it('of nobody is never right', async () => {
    expect(await verifyPassword('', undefined)).toBe(false)
  })
})
