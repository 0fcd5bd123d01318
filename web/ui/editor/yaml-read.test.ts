import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMap, isScalar, isSeq, type Node, parse, parseDocument, stringify } from 'yaml'
import type { Written } from './yaml-parts.ts'
import { readYaml } from './yaml-read.ts'

const mapping = `# what is mapped
createMissingRelatedEntities: true
resources:
  - kind: repository   # one of six
    selector:
      query: 'true'
      includedFiles: [README.md, "CODE OWNERS"]
    port:
      entity:
        mappings:
          identifier: .uuid[1:-1]
          blueprint: '"service"'
          properties:
            days: >-
              def seconds: .;

              1
            "my name": .name
          relations: {project: .project.uuid, owner: {combinator: '"and"', rules: [{property: '"key"'}]}}
  - kind: user
    selector: {query: .user != null,
      states: []}
`

const valuesOf = (written: readonly Written[]) =>
  Object.fromEntries(
    written.filter(({ kind }) => kind === 'value').map(({ path, text }) => [path.join(' '), text]),
  )

describe('reading YAML', () => {
  it('finds keys and values in block and flow style', () => {
    expect(valuesOf(readYaml(mapping).written)).toEqual({
      createMissingRelatedEntities: 'true',
      'resources 0 kind': 'repository',
      'resources 0 selector query': 'true',
      'resources 0 selector includedFiles 0': 'README.md',
      'resources 0 selector includedFiles 1': 'CODE OWNERS',
      'resources 0 port entity mappings identifier': '.uuid[1:-1]',
      'resources 0 port entity mappings blueprint': '"service"',
      'resources 0 port entity mappings properties my name': '.name',
      'resources 0 port entity mappings relations project': '.project.uuid',
      'resources 0 port entity mappings relations owner combinator': '"and"',
      'resources 0 port entity mappings relations owner rules 0 property': '"key"',
      'resources 1 kind': 'user',
      'resources 1 selector query': '.user != null',
    })
  })

  it('takes a list at the column of its key for what it is', () => {
    const { written } = readYaml('a:\n- b: 1\n  c: 2\n- - d\n  - e\nf: 3\n')
    expect(valuesOf(written)).toEqual({ 'a 0 b': '1', 'a 0 c': '2', 'a 1 0': 'd', 'a 1 1': 'e', f: '3' })
  })

  it('ends what was not closed where the text goes on further left', () => {
    const { written } = readYaml('a:\n  b: {c: [1, 2\n  d: \'x\n  e: "y\nf: 3\n')
    expect(valuesOf(written)).toEqual({ 'a b c 0': '1', 'a b c 1': '2', 'a d': 'x', 'a e': 'y', f: '3' })
  })

  it('says how far lists go', () => {
    const lists = readYaml(mapping).lists.map(({ path, style, from, to }) => ({
      ...{ path: path.join(' '), style, first: mapping.slice(from, from + 6) },
      last: mapping.slice(to - 6, to),
    }))
    expect(lists).toContainEqual({ path: 'resources', style: 'block', first: '- kind', last: 's: []}' })
    expect(lists).toContainEqual({
      ...{ path: 'resources 0 selector includedFiles', style: 'flow', first: '[READM', last: 'NERS"]' },
    })
  })
})

const name = fc.constantFrom('kind', 'query', 'a', 'with blank', 'x-y', 'is:on', '"q"', 'née', '1', '#no')
const leaf = fc.constantFrom(
  '.uuid[1:-1]',
  'true',
  '"service"',
  "it's",
  'a: b',
  '# no',
  '[x',
  '{',
  '',
  '- d',
  '&a',
  'a #b',
  '.a | select(.b)',
)
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 4 }),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
  ),
}))
const whole = fc.oneof(
  fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4 }),
  fc.array(tree, { minLength: 1, maxLength: 3 }),
)
const written = fc
  .tuple(whole, fc.constantFrom('any', 'block', 'flow'), fc.constantFrom(2, 4), fc.boolean(), fc.boolean())
  .map(([value, style, indent, indentSeq, isNarrow]) =>
    stringify(value, {
      collectionStyle: style as 'any',
      ...{ indent, indentSeq, blockQuote: false, lineWidth: isNarrow ? 40 : 0 },
    }),
  )

/** Every single value with its place, as the library of the server reads them. */
function leaves(node: Node | null, path: readonly string[] = []): { path: readonly string[]; node: Node }[] {
  if (isMap(node))
    return node.items.flatMap(({ key, value }) =>
      leaves(value as Node, [...path, String((key as { value: unknown }).value)]),
    )
  if (isSeq(node)) return node.items.flatMap((one, at) => leaves(one as Node, [...path, `${at}`]))
  return node ? [{ path, node }] : []
}

describe('whatever YAML there is', () => {
  it('is read as the library of the server reads it', () => {
    fc.assert(
      fc.property(written, (text) => {
        const expected = leaves(parseDocument(text).contents as Node).flatMap(({ path, node }) =>
          isScalar(node) ? [[path.join(' '), String(node.value ?? '')]] : [],
        )
        const read = readYaml(text).written.filter(({ kind }) => kind === 'value')
        expect(
          read.map(({ path, from, to }) => [path.join(' '), String(parse(text.slice(from, to)) ?? '')]),
        ).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })

  it('has a place for the caret in each of its values', () => {
    fc.assert(
      fc.property(written, (text) => {
        for (const { path, node } of leaves(parseDocument(text).contents as Node)) {
          const [from = 0, to = 0] = node.range ?? []
          if (to === from) continue
          const { found } = readYaml(text, to)
          expect({ text, to, valueAt: found?.valueAt, from: found?.from }).toEqual({
            text,
            to,
            valueAt: path,
            from,
          })
        }
      }),
      { numRuns: 150 },
    )
  })

  it('never holds the editor up, wherever it breaks off', () => {
    fc.assert(
      fc.property(
        written,
        fc.nat(),
        fc.string({ unit: fc.constantFrom(...'{}[],:\'"#-|> \n\\ab') }),
        (text, at, more) => {
          const broken = `${text.slice(0, at % (text.length + 1))}${more}`
          const { found } = readYaml(broken, broken.length)
          if (found) expect(found.from).toBeLessThanOrEqual(broken.length)
        },
      ),
      { numRuns: 200 },
    )
  })
})
