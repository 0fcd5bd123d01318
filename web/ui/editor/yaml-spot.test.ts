import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Completion } from './place.ts'
import { yamlSpotIn } from './yaml-spot.ts'

/** A text with its caret written as ‸. */
function at(marked: string, isExplicit = true) {
  const pos = marked.indexOf('‸')
  const text = marked.replace('‸', '')
  return { text, spot: yamlSpotIn(text, pos, isExplicit) }
}

/** Places as `key of a b` and `value a b`. */
function places(marked: string, isExplicit = true): string[] {
  const { spot } = at(marked, isExplicit)
  return (spot?.places ?? []).map(
    ({ path, kind }) => `${kind === 'key' ? 'key of' : 'value'} ${path.join(' ')}`,
  )
}

function written(marked: string, one: Completion): string {
  const { text, spot } = at(marked)
  const place = spot?.places[0]
  if (!spot || !place) throw new Error(`nothing is offered: ${marked}`)
  const { text: insert, back = 0 } = spot.write(one, place.kind)
  const caret = spot.from + insert.length - back
  const whole = text.slice(0, spot.from) + insert + text.slice(spot.to)
  return `${whole.slice(0, caret)}‸${whole.slice(caret)}`
}

describe('the place of the caret in YAML', () => {
  it.each([
    ['‸', ['key of ', 'value ']],
    ['res‸', ['key of ', 'value ']],
    ['a: 1\nres‸', ['key of ']],
    ['a: 1\n‸\nb: 2', ['key of ']],
    ['resources:\n  - ki‸', ['key of resources 0', 'value resources 0']],
    ['resources:\n  - ‸', ['key of resources 0', 'value resources 0']],
    ['resources:\n- kind: a\n- ‸', ['key of resources 1', 'value resources 1']],
    ['resources:\n- kind: a\n‸', ['key of ']],
    ['resources:\n  - kind: ‸', ['value resources 0 kind']],
    ['resources:\n  - kind: re‸\n    selector:', ['value resources 0 kind']],
    ['resources:\n  - kind: a\n    ‸', ['key of resources 0']],
    ['resources:\n  - kind: a\n    sel‸\n    port: b', ['key of resources 0']],
    ['resources:\n  - kind: a\n    sel‸: b', ['key of resources 0']],
    [
      'resources:\n  - kind: a\n    selector:\n      ‸',
      ['key of resources 0 selector', 'value resources 0 selector'],
    ],
    ['resources:\n  - kind: a\n    selector:\n      query: .a\n      re‸', ['key of resources 0 selector']],
    ['a:\n  b:\n    c: 1\n  ‸', ['key of a']],
    ['states:\n  - OPEN\n  - M‸', ['key of states 1', 'value states 1']],
    ["blueprint: '‸", ['value blueprint']],
    ['blueprint: \'"ser‸"\'', ['value blueprint']],
    ['blueprint: "‸"\nb: 1', ['value blueprint']],
    ['a: ‸ # why', ['value a']],
    ['a: {‸}', ['key of a']],
    ['a: {b: 1, ‸}', ['key of a']],
    ['a: {b: 1,\n  c‸\n  }', ['key of a']],
    ['a: {b: ‸}', ['value a b']],
    ['a: {b: [c, ‸]}', ['value a b 1']],
    ['a: {b: [c, d‸', ['value a b 1']],
    ['a: {b: {c: ‸\nd: 1', ['value a b c']],
    ['a: [{b: 1}, {‸', ['key of a 1']],
    ['a: {b: [{c: 1}], ‸}\nd: 1', ['key of a']],
  ])('is found: %j', (marked, expected) => {
    expect(places(marked)).toEqual(expected)
  })

  it.each([
    ['a: 1 ‸'],
    ['a:‸'],
    ['a: {b:‸}'],
    ['a: {b: 1 ‸}'],
    ['a: 1 # ki‸'],
    ['# ki‸'],
    ['a: {b: 1} ‸'],
    ['a: [1, # ki‸\n 2]'],
    ['a: |\n  text ‸\n'],
    ['a: >-\n  text\n\n  more‸'],
    ['a: 1\n  ‸'],
    ['a:\n    b: 1\n  ‸'],
  ])('is none where nothing can begin: %j', (marked) => {
    expect(places(marked)).toEqual([])
  })

  it('offers nothing by itself before a letter is there', () => {
    for (const marked of ['‸', 'a: ‸', 'a: ‸b', 'a: {‸}', 'a:\n  - ‸']) {
      expect(places(marked, false)).toEqual([])
      expect(places(marked.replace('‸', 'x‸'), false)).not.toEqual([])
    }
  })

  it('is the same while the rest of the text is still to be written', () => {
    const text = `resources:
  - kind: pull-request
    selector:
      query: 'true'
      states: [OPEN, MERGED]
    port:
      entity:
        mappings:
          - identifier: .id
            blueprint: '"service"'
            properties: {a: .b, 'c d': .e}
            relations:
              owner:
                combinator: '"and"'
                rules:
                  - {property: '"$title"', operator: '"="', value: .name}
`
    let compared = 0
    for (let pos = 1; pos < text.length; pos += 1) {
      const whole = yamlSpotIn(text, pos, false)?.places ?? []
      const cut = yamlSpotIn(text.slice(0, pos), pos, false)?.places ?? []
      // What is cut off before its colon may be a key or a value.
      expect({ pos, cut: [...cut] }).toEqual({ pos, cut: expect.arrayContaining([...whole]) })
      compared += whole.length
    }
    expect(compared).toBeGreaterThan(150)
  })

  it('knows which keys are there already, but for the one under the caret', () => {
    const { spot } = at('a:\n  b: 1\n  c‸: 2\n  d: {e: 1}\nf: 3')
    expect(spot?.taken).toEqual(['b', 'd'])
    expect(at('a: {b: 1, "c": 2, ‸}').spot?.taken).toEqual(['b', 'c'])
  })
})

describe('what is offered in YAML', () => {
  const kind: Completion = { label: 'kind' }
  const selector: Completion = { label: 'selector', holds: 'object' }
  const resources: Completion = { label: 'resources', holds: 'list' }
  const service: Completion = { label: 'service', value: '"service"' }
  const yes: Completion = { label: 'true', isText: false }
  it.each([
    ['a:\n  - ki‸', kind, 'a:\n  - kind: ‸'],
    ['a:\n  - ki‸: b', kind, 'a:\n  - kind‸: b'],
    ['a:\n  - sel‸', selector, 'a:\n  - selector:\n      ‸'],
    ['res‸', resources, 'resources:\n  - ‸'],
    ['a: {‸}', kind, 'a: {kind: ‸}'],
    ['a: {se‸}', selector, 'a: {selector: {‸}}'],
    ['a: {‸', resources, 'a: {resources: [‸]'],
    ['a: ser‸', service, 'a: \'"service"\'‸'],
    ['a: \'"ser‸"\'\nb: 1', service, 'a: \'"service"\'‸\nb: 1'],
    ['a: {b: "ser‸"}', service, 'a: {b: \'"service"\'‸}'],
    ['a: t‸', yes, 'a: true‸'],
    ['a: t‸', { label: 'true' }, "a: 'true'‸"],
    ['a: R‸ # why', { label: 'README.md' }, 'a: README.md‸ # why'],
    ['a: i‸', { label: "it's" }, "a: 'it''s'‸"],
  ])('is written so that it is read again: %j', (marked, one, expected) => {
    expect(written(marked, one)).toBe(expected)
  })

  it.each([
    'true',
    'No',
    '"service"',
    "it's",
    'a: b',
    'a #b',
    '- a',
    '@x',
    '1',
    '',
    ' a',
    'a ',
    '=',
    '.a[1]',
  ])('stays a text: %j', (label) => {
    expect(parse(written('a: ‸', { label }).replace('‸', ''))).toEqual({ a: label })
  })
})
