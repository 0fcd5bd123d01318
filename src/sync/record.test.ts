import { describe, expect, it } from 'vitest'
import { pullRequests } from '../connectors/bitbucket-cloud/pull-requests.ts'
import { readRecord } from './record.ts'
import type { Place } from './stream.ts'

const place = { workspace: {}, repository: {}, parent: null, since: null } as Place
const item = {
  state: 'OPEN',
  id: 7,
  title: 'Zwölf \0 "Tides"',
  updated_on: '2026-01-02T03:04:05.000006+00:00',
  created_on: '2026-01-01T00:00:00+00:00',
  unknown: { b: 1 },
  reviewers: [{ uuid: '{b}', nickname: 'b', extra: 1 }, null],
  participants: null,
  source: { commit: { hash: 'abc', links: {} }, branch: { name: 'x', '2': 1 } },
}
const hashOf = (given: unknown) => readRecord(pullRequests, given, place).hash.toString('hex')

describe('the hash of a record', () => {
  it('is what it was in the versions before: another would have every record written anew', () => {
    expect(hashOf(item)).toBe('084b3b5fcc46395b0d1004a202f38951308792d7e307f2f9e50bac8d6795331a')
    expect(hashOf({ id: 'x' })).toBe('5e2b92cc57ce618dfbb54844a31775e4b95c6fb552ee6bf5a068133c12d2ad90')
  })

  it('covers the declared fields, in whatever order they come', () => {
    const { id, title, ...others } = item
    expect(hashOf({ ...others, unknown: 2, title, id })).toBe(hashOf(item))
    expect(hashOf({ ...item, title: 'Eleven Tides' })).not.toBe(hashOf(item))
  })
})

describe('a record', () => {
  it('is kept as it came, and what was given stays as it was', () => {
    const given = structuredClone(item)
    const { text, reading } = readRecord(pullRequests, given, place)
    expect(JSON.parse(text)).toEqual(item)
    expect(given).toEqual(item)
    expect(reading).toHaveProperty('rows')
  })

  it.each([
    ['lacks a field', { id: 7 }, '/title: Expected required property'],
    ['has one of another type', { ...item, id: 1.5 }, '/id: Expected integer'],
    ['is none', null, 'The record: Expected object'],
  ])('that %s says so', (_, given, error) => {
    expect(readRecord(pullRequests, given, place).reading).toEqual({ error })
  })
})
