import { describe, expect, it } from 'vitest'
import { madeUpPassword } from './made-up-password.ts'
import { newPassword } from './validate.ts'

describe('madeUpPassword', () => {
  it('is taken as a new password and never comes twice', () => {
    const made = Array.from({ length: 200 }, madeUpPassword)
    expect(made.every((password) => newPassword(password) === null)).toBe(true)
    expect(new Set(made).size).toBe(200)
  })

  it('holds no letter that is mistaken for a digit', () => {
    expect(Array.from({ length: 200 }, madeUpPassword).join('')).toMatch(/^[a-z2-9-]+$/)
    expect(Array.from({ length: 200 }, madeUpPassword).join('')).not.toMatch(/[ilo]/)
  })
})
