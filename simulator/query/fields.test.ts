import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asks, everything, itemSelection, type Json, keeps, parseFields, select } from './fields.ts'

const item = {
  id: 7,
  author: { nickname: 'ana', links: { self: { href: 'a' } } },
  merge_commit: null,
  parents: [
    { hash: 'x', type: 'commit' },
    { hash: 'y', type: 'commit' },
  ],
  links: { self: { href: 's' }, html: { href: 'h' } },
}
const full = { ...item, reviewers: [{ nickname: 'bo', uuid: '1' }] }
const pick = (fields: string) => select(parseFields(fields), item, full)

describe('fields', () => {
  test('a minus sign removes, one level or everything below', () => {
    expect(pick('-links')).not.toHaveProperty('links')
    expect(pick('-links.*')).toHaveProperty('links', {})
    expect(pick('-parents.type')).toHaveProperty('parents', [{ hash: 'x' }, { hash: 'y' }])
  })
  test('a plus sign adds what the default leaves out, whole or in part', () => {
    expect(pick('+reviewers')).toEqual(full)
    expect(pick('+reviewers.nickname')).toEqual({ ...item, reviewers: [{ nickname: 'bo' }] })
  })
  test('bare names give only those, and a misspelt path vanishes silently', () => {
    expect(pick('id,author.nickname')).toEqual({ id: 7, author: { nickname: 'ana' } })
    expect(pick('idd,author.nick')).toEqual({})
    expect(pick('merge_commit.hash')).toEqual({ merge_commit: null })
    expect(pick(' reviewers')).toEqual({})
  })
  test('a star matches one level and reaches the members the default leaves out', () => {
    expect(pick('*')).toEqual(full)
    expect(pick('links.*')).toEqual({ links: item.links })
    expect(pick('-*,+id')).toEqual({ id: 7 })
  })
  test('a list selection splits into its envelope and its items', () => {
    const selection = parseFields('values.id,values.author.nickname')
    expect(keeps(selection, 'next')).toBe(false)
    expect(keeps(selection, 'values')).toBe(true)
    expect(select(itemSelection(selection), item)).toEqual({ id: 7, author: { nickname: 'ana' } })
    expect(keeps(parseFields('+values.reviewers'), 'next')).toBe(true)
    expect(asks(itemSelection(parseFields('+values.reviewers.uuid')), 'reviewers')).toBe(true)
    expect(keeps(parseFields('-values.links,-size'), 'size')).toBe(false)
  })

  const name = fc.constantFrom('a', 'b', 'c', 'd')
  // Four names and three levels, so that paths and trees meet often.
  const leaf = fc.constantFrom<Json>(1, 'x', null, true)
  const node = fc.dictionary(name, leaf, { maxKeys: 3, noNullPrototype: true })
  const branch = fc.dictionary(name, fc.oneof(leaf, node, fc.array(node, { maxLength: 3 })), {
    maxKeys: 4,
    noNullPrototype: true,
  })
  const tree: fc.Arbitrary<Json> = fc.dictionary(name, fc.oneof(leaf, node, branch), {
    maxKeys: 4,
    noNullPrototype: true,
  })
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'))

  test('nothing asked leaves the item as it is', () => {
    fc.assert(
      fc.property(tree, (json) => {
        expect(select(everything, json)).toEqual(json)
      }),
    )
  })
  test('asking twice is the same as asking once', () => {
    fc.assert(
      fc.property(tree, fc.array(path, { minLength: 1, maxLength: 4 }), (json, paths) => {
        const selection = parseFields(paths.join(','))
        const once = select(selection, json)
        expect(select(selection, once)).toEqual(once)
      }),
    )
  })
  test('the order of bare names does not matter', () => {
    fc.assert(
      fc.property(tree, fc.array(path, { minLength: 1, maxLength: 4 }), (json, paths) => {
        const there = select(parseFields(paths.join(',')), json)
        expect(select(parseFields(paths.toReversed().join(',')), json)).toEqual(there)
      }),
    )
  })
  test('removing a member and adding it back restores the item', () => {
    fc.assert(
      fc.property(tree, name, (json, member) => {
        expect(select(parseFields(`-${member},+${member}`), json)).toEqual(json)
      }),
    )
  })
  test('selecting never changes what was selected from', () => {
    fc.assert(
      fc.property(tree, fc.array(path, { minLength: 1, maxLength: 4 }), (json, paths) => {
        const before = JSON.stringify(json)
        select(parseFields(paths.map((one) => `-${one}`).join(',')), json)
        expect(JSON.stringify(json)).toBe(before)
      }),
    )
  })
})
