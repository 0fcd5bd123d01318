import { describe, expect, it } from 'vitest'
import { isWanted } from './is-wanted.ts'
import { meetsAny, readPatterns } from './patterns.ts'

const all = { projects: null, include: null, exclude: null, auto_add_stopped_at: null }
const shop = { slug: 'web-shop', project_key: 'WEB', created_on: new Date('2026-03-01') }

describe('whether a repository is collected', () => {
  it.each([
    ['nothing is said', all, true],
    ['its project is among those', { ...all, projects: ['WEB'] }, true],
    ['its project is not among those', { ...all, projects: ['APP'] }, false],
    ['no project is', { ...all, projects: [] }, false],
    ['a pattern is met', { ...all, include: ['app-*', 'web-*'] }, true],
    ['no pattern is met', { ...all, include: ['app-*'] }, false],
    ['there is no pattern at all', { ...all, include: [] }, false],
    ['a pattern leaves it out', { ...all, include: ['*'], exclude: ['web/*'] }, false],
    ['new ones stopped after it was made', { ...all, auto_add_stopped_at: new Date('2026-04-01') }, true],
    ['new ones stopped before it was made', { ...all, auto_add_stopped_at: new Date('2026-02-01') }, false],
  ])('when %s: %#', (_, rules, wanted) => {
    expect(isWanted(rules, shop, undefined)).toBe(wanted)
    expect(isWanted(rules, shop, true)).toBe(true)
    expect(isWanted(rules, shop, false)).toBe(false)
    expect(isWanted(rules, shop, undefined, true)).toBe(false)
    expect(isWanted(rules, shop, true, true)).toBe(true)
  })

  it('takes one whose project or day is unknown for none of those that are named', () => {
    const unknown = { slug: 'web-shop', project_key: null, created_on: null }
    expect(isWanted({ ...all, projects: ['WEB'] }, unknown, undefined)).toBe(false)
    expect(isWanted({ ...all, auto_add_stopped_at: new Date() }, unknown, undefined)).toBe(false)
    expect(isWanted(all, unknown, undefined)).toBe(true)
  })
})

describe('patterns', () => {
  it.each([
    ['*', true],
    ['web-shop', true],
    ['web-sho', false],
    ['web-sho?', true],
    ['web-shop?', false],
    ['*shop', true],
    ['w*-*p', true],
    ['web/*', true],
    ['web/web-*', true],
    ['app/*', false],
    ['*/web-shop', true],
    ['?eb/*', true],
    ['web.shop', false],
  ])('%s is met: %s', (glob, met) => {
    expect(meetsAny(readPatterns('include', [glob]), 'web-shop', 'WEB')).toBe(met)
  })

  it('takes its time with a pattern of many stars, but not for ever', () => {
    const started = performance.now()
    expect(meetsAny([`${'*a'.repeat(60)}b`], 'a'.repeat(120), null)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1000)
  })

  it('are kept in small letters, each once', () => {
    expect(readPatterns('include', [' Web-* ', 'web-*', ''])).toEqual(['web-*'])
  })

  it.each(['a b', 'a/b/c', '[ab]', 'a,b', '!a', '/a'])('%s is none', (glob) => {
    expect(() => readPatterns('exclude', [glob])).toThrow(/is not/)
  })
})
