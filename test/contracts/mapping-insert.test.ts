import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { templates } from '../../src/catalog/defaults/index.ts'
import { shippedKinds } from '../../src/catalog/defaults/kinds.ts'
import { readMapping } from '../../src/catalog/mapping/read.ts'
import { insertResources } from '../../web/pages/mappings/insert.ts'

const project = shippedKinds.find(({ kind }) => kind === 'project')?.text ?? ''

function inserted(text: string, other = project): string {
  const after = insertResources(text, other)
  if (after === null) throw new Error(`nothing was inserted into ${text}`)
  return after
}

/** Every letter that was there is there still, in its order, around what came to it. */
function expectKept(before: string, after: string): void {
  let same = 0
  while (same < before.length && before[same] === after[same]) same += 1
  expect(after.endsWith(before.slice(same))).toBe(true)
}

describe('a default mapping that is inserted', () => {
  it.each(templates.flatMap(({ name, text }) => shippedKinds.map((one) => ({ name, text, one }))))(
    'comes behind what is there: $one.kind into $name',
    ({ text, one }) => {
      const after = inserted(text, one.text)
      expectKept(text, after)
      expect(parse(after)).toEqual({
        ...parse(text),
        resources: [...parse(text).resources, ...parse(one.text).resources],
      })
      expect(readMapping(after).findings).toEqual(readMapping(text).findings)
    },
  )

  it.each(shippedKinds)('is written between brackets where the list is: $kind', ({ text }) => {
    const before =
      "# ours\nresources: [{kind: user, selector: {query: 'true'}}]  # all\nenableMergeEntity: true\n"
    const after = inserted(before, text)
    expectKept(before, after)
    const [first, second] = parse(after).resources
    expect(first).toEqual(parse(before).resources[0])
    expect(second).toEqual(parse(text).resources[0])
  })

  it.each([
    ['', 1],
    ['# nothing yet\n', 1],
    ['enableMergeEntity: true', 1],
    ['resources:\n', 1],
    ['resources: # none\nenableMergeEntity: true\n', 1],
    ['resources: []\n', 1],
    ['resources: [\n  {kind: user}, # why\n]\n', 2],
    ['resources: [\n  {kind: user} # why\n  ]\n', 2],
    ['resources:\n- kind: user\n\n# the end\nenableMergeEntity: true\n', 2],
    ['resources:\n    - kind: user\n      x: >-\n        a\n\n        b', 2],
    ['resources:\n  - {kind: user,\n     selector: {}}   # one\n', 2],
    ['{resources: [{kind: user}]}', 2],
  ])('fits in: %j', (before, count) => {
    const after = inserted(before)
    expectKept(before, after)
    const { resources, ...rest } = parse(after)
    expect(resources).toHaveLength(count)
    expect(resources.at(-1)).toEqual(parse(project).resources[0])
    const { resources: _, ...others } = parse(before) ?? {}
    expect(rest).toEqual(others)
  })

  it.each([
    ['resources: all'],
    ['- kind: user'],
    ['resources: [{kind: user}'],
    ['{enableMergeEntity: true}'],
    ['text'],
  ])('is refused where it fits nowhere: %j', (before) => {
    expect(insertResources(before, project)).toBe(null)
  })

  it('leaves whatever there is as it is', () => {
    const value = fc.constantFrom('.a', '"b"', "it's", '# no', 'x: y', '- d')
    const resource = fc.dictionary(
      fc.constantFrom('kind', 'selector', 'a b'),
      fc.oneof(value, fc.array(value, { minLength: 1 })),
      {
        minKeys: 1,
      },
    )
    const style = fc.constantFrom('any', 'block', 'flow')
    fc.assert(
      fc.property(
        fc.array(resource, { minLength: 1 }),
        style,
        fc.boolean(),
        (resources, collectionStyle, indentSeq) => {
          const before = stringify(
            { a: 1, resources, z: ['b'] },
            { collectionStyle: collectionStyle as 'any', indentSeq },
          )
          const after = inserted(before)
          expectKept(before, after)
          expect(parse(after)).toEqual({
            a: 1,
            resources: [...resources, parse(project).resources[0]],
            z: ['b'],
          })
        },
      ),
      { numRuns: 100 },
    )
  })
})
