import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '../errors.ts'
import { createKey, hmac, keyIdOf, seal, unseal } from './seal.ts'

const identity = { purpose: 'credential', record: '42' }
const unreadable = expect.objectContaining({ code: 'secret_unreadable' })

describe('a sealed value', () => {
  it('opens to the text that was sealed, whatever the text', () => {
    const key = createKey()
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (text, purpose, record) => {
        const sealed = seal(key, { purpose, record }, text)
        expect(unseal(key, { purpose, record }, sealed)).toBe(text)
      }),
    )
  })

  it('does not open when any one byte was altered', () => {
    const key = createKey()
    const sealed = seal(key, identity, 'a token of some length')
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const altered = Buffer.from(sealed)
        altered[at] = (altered[at] ?? 0) ^ flip
        expect(() => unseal(key, identity, altered)).toThrow(unreadable)
      }),
      { numRuns: 2_000 },
    )
  })

  it('does not open when it was cut short or made longer', () => {
    const key = createKey()
    const sealed = seal(key, identity, 'a token of some length')
    for (let length = 0; length < sealed.length; length++) {
      expect(() => unseal(key, identity, sealed.subarray(0, length))).toThrow(unreadable)
    }
    expect(() => unseal(key, identity, Buffer.concat([sealed, Buffer.of(0)]))).toThrow(unreadable)
  })

  it('does not open as the secret of another record', () => {
    const key = createKey()
    const two = fc.tuple(fc.string(), fc.string())
    fc.assert(
      fc.property(two, two, ([purpose, record], [otherPurpose, otherRecord]) => {
        fc.pre(purpose !== otherPurpose || record !== otherRecord)
        const sealed = seal(key, { purpose, record }, 'secret')
        expect(() => unseal(key, { purpose: otherPurpose, record: otherRecord }, sealed)).toThrow(Failure)
      }),
    )
  })

  it('does not open with another key', () => {
    const sealed = seal(createKey(), identity, 'secret')
    expect(() => unseal(createKey(), identity, sealed)).toThrow(unreadable)
  })

  it('differs each time the same text is sealed, and never holds the text', () => {
    const key = createKey()
    const one = seal(key, identity, 'the same text')
    const two = seal(key, identity, 'the same text')
    expect(one.equals(two)).toBe(false)
    expect(one.includes('the same text')).toBe(false)
  })

  it('names its key by fingerprint', () => {
    const key = createKey()
    expect(keyIdOf(seal(key, identity, ''))).toBe(key.id)
    expect(keyIdOf(Buffer.from('not sealed'))).toBeNull()
    expect(createKey(key.master).id).toBe(key.id)
    expect(key.master.toString('hex')).not.toContain(key.id)
  })
})

describe('the message code of a key', () => {
  it('is the same for the same key and text, and differs for others', () => {
    const key = createKey()
    expect(hmac(key, 'a').equals(hmac(createKey(key.master), 'a'))).toBe(true)
    expect(hmac(key, 'a').equals(hmac(key, 'b'))).toBe(false)
    expect(hmac(key, 'a').equals(hmac(createKey(), 'a'))).toBe(false)
  })
})
