import { describe, expect, it } from 'vitest'
import { fromLocalInput, toLocalInput } from './moment.ts'
import { fieldErrors, fieldName } from './problems.ts'

describe('problems of fields', () => {
  it.each([
    ['/email', 'email'],
    ['/body/email', 'email'],
    ['body/email', 'email'],
    ['email', 'email'],
    ['/scopes/0/name', 'scopes.0.name'],
    ['scopes.0', 'scopes.0'],
    ['/a~1b', 'a/b'],
    ['', ''],
  ])('finds for the path %j the field %j', (path, name) => {
    expect(fieldName(path)).toBe(name)
  })

  it('keeps the first message of each field', () => {
    const problems = [
      { path: '/email', message: 'is empty' },
      { path: '/email', message: 'is not an address' },
      { path: '/name', message: 'is too long' },
    ]
    expect(fieldErrors(problems)).toEqual({ email: 'is empty', name: 'is too long' })
    expect(fieldErrors(undefined)).toEqual({})
  })
})

describe('moments in a form', () => {
  it('come back as they were, to the minute', () => {
    expect(fromLocalInput(toLocalInput('2026-12-01T09:30:00.000Z'))).toBe('2026-12-01T09:30:00.000Z')
    expect(fromLocalInput(toLocalInput('2026-07-01T23:59:00.000Z'))).toBe('2026-07-01T23:59:00.000Z')
  })

  it('are null while the field is empty or half typed', () => {
    expect([fromLocalInput(''), fromLocalInput('2026-12-')]).toEqual([null, null])
    expect(toLocalInput('nonsense')).toBe('')
  })
})
