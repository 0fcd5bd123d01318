import { describe, expect, it } from 'vitest'
import { matches } from './matches.ts'

function press(key: string, held: { ctrl?: boolean; meta?: boolean; alt?: boolean; in?: string } = {}) {
  const target = Object.assign(new EventTarget(), {
    closest: (selector: string) => (held.in && selector.includes(held.in) ? {} : null),
  })
  return { key, ctrlKey: held.ctrl ?? false, metaKey: held.meta ?? false, altKey: held.alt ?? false, target }
}

describe('a shortcut', () => {
  it('of one key fires on that key alone', () => {
    expect(matches('j', press('j'))).toBe(true)
    expect(matches('j', press('k'))).toBe(false)
    expect(matches('j', press('j', { ctrl: true }))).toBe(false)
    expect(matches('j', press('j', { alt: true }))).toBe(false)
    expect(matches('?', press('?'))).toBe(true)
  })

  it.each(['input', 'textarea', 'contenteditable', 'dialog'])(
    'of one key rests while somebody is in %s',
    (where) => {
      expect(matches('j', press('j', { in: where }))).toBe(false)
    },
  )

  it('with mod fires on Ctrl or ⌘, also while somebody types', () => {
    expect(matches('mod+k', press('k', { ctrl: true }))).toBe(true)
    expect(matches('mod+k', press('K', { meta: true, in: 'input' }))).toBe(true)
    expect(matches('mod+k', press('k'))).toBe(false)
    expect(matches('mod+k', press('k', { ctrl: true, alt: true }))).toBe(false)
  })
})
