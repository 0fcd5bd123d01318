import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Answer, readQuick } from './expression.ts'
import { corpus, inputs } from './expressions.corpus.ts'
import type { Json } from './json.ts'

interface JqWeb {
  raw(input: string, program: string, flags: readonly string[]): string | undefined
}
const jq: JqWeb = await createRequire(import.meta.url)('jq-web')

/** What jq itself says: the errors' words are not compared. */
function asked(expression: string, given: readonly Json[]): Answer[] {
  const program = `.[] | (try [first((\n${expression}\n))] catch {e: "failed"})`
  const lines = (jq.raw(JSON.stringify(given), program, ['-c']) ?? '').trim().split('\n')
  return lines.map((line) => {
    const said: Json[] | { e: string } = JSON.parse(line)
    if (!Array.isArray(said)) return { kind: 'error', message: '' }
    return said.length === 0 ? { kind: 'nothing' } : { kind: 'value', value: said[0] ?? null }
  })
}

interface Compared {
  readonly alike: number
  /** Single inputs that are left to jq. */
  readonly left: number
}

function compare(expression: string, given: readonly Json[]): Compared | null {
  const quick = readQuick(expression)
  if (!quick) return null
  const theirs = asked(expression, given)
  let left = 0
  given.forEach((input, at) => {
    const ours = quick(input)
    if (ours === null) left += 1
    else expect({ expression, input, ...wordless(ours) }).toEqual({ expression, input, ...theirs[at] })
  })
  return { alike: given.length - left, left }
}

function wordless(answer: Answer): Answer {
  return answer.kind === 'error' ? { kind: 'error', message: '' } : answer
}

describe('an expression on the fast path', () => {
  it.each(corpus.known)('says what jq says: %s', (expression) => {
    const compared = compare(expression, inputs)
    expect(compared).not.toBeNull()
    expect(compared?.alike).toBeGreaterThan(0)
  })

  it.each(corpus.left)('is left to jq for each input: %s', (expression) => {
    expect(compare(expression, inputs)).toEqual({ alike: 0, left: inputs.length })
  })

  it.each(corpus.unknown)('is left to jq: %s', (expression) => {
    expect(readQuick(expression)).toBeNull()
  })

  it.each(corpus.wrong)('that is none is left to jq, which refuses it: %s', (expression) => {
    expect(readQuick(expression)).toBeNull()
  })

  it('says what jq says, whatever it is made of', () => {
    let alike = 0
    let left = 0
    fc.assert(
      fc.property(program, fc.array(json, { minLength: 1, maxLength: 12 }), (expression, given) => {
        const compared = compare(expression, given)
        alike += compared?.alike ?? 0
        left += compared?.left ?? 0
      }),
      { numRuns: 400 },
    )
    process.stdout.write(`${alike} generated answers are jq's, ${left} were left to it\n`)
    expect(alike).toBeGreaterThan(5 * left)
  })

  it.each([
    '[range(1e9)]',
    '[limit(1000000000; range(1000000000))] | length',
    'reduce range(1000000000) as $x (0; . + $x)',
  ])('that goes on and on is left to jq, which can be ended: %s', (expression) => {
    const quick = readQuick(expression)
    expect(quick === null || quick(null) === null).toBe(true)
  })

  it('sees no properties but those of the record', () => {
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(readQuick(`.${name}`)?.({})).toEqual({ kind: 'value', value: null })
    const odd = JSON.parse('{"__proto__":{"a":1}}')
    expect(readQuick('.__proto__.a')?.(odd)).toEqual({ kind: 'value', value: 1 })
    expect(readQuick('{"__proto__": 1} | keys')?.(null)).toEqual({ kind: 'value', value: ['__proto__'] })
    expect(({} as { a?: number }).a).toBeUndefined()
  })
})

const key = fc.constantFrom('a', 'b', 'name', 'user')
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<Json[]>(
      null,
      true,
      false,
      0,
      1,
      -3,
      2.5,
      'a',
      'b,a',
      '',
      'Zoë 😀',
      '2026-01-02T03:04:05Z',
    ),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(key, tie('json'), { maxKeys: 3 }) as fc.Arbitrary<Json>,
  ),
}))

const { program } = fc.letrec<{ program: string }>((tie) => {
  const inner = tie('program')
  const pair = (write: (left: string, right: string) => string) =>
    fc.tuple(inner, inner).map(([l, r]) => write(l, r))
  return {
    program: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom(
        '.',
        '.a',
        '.b',
        '.name',
        '.a?',
        '.[]',
        '.[]?',
        '.[0]',
        '.[-1]',
        '.[1:]',
        '.a.b',
        'null',
        '1',
      ),
      fc.constantFrom(
        '"a"',
        'true',
        'length',
        'keys',
        'type',
        'add',
        'not',
        'tostring',
        'tojson',
        'empty',
        'sort',
      ),
      fc.constantFrom(
        'first',
        'last',
        'unique',
        'to_entries',
        'values',
        'ascii_downcase',
        'any',
        'all',
        '..',
      ),
      pair((left, right) => `(${left}) | (${right})`),
      pair((left, right) => `(${left}), (${right})`),
      pair((left, right) => `(${left}) // (${right})`),
      fc
        .tuple(inner, fc.constantFrom('+', '-', '==', '!=', '<', '>=', 'and', 'or'), inner)
        .map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
      inner.map((body) => `[${body}]`),
      inner.map((body) => `(${body})?`),
      inner.map((body) => `map(${body})`),
      inner.map((body) => `select(${body})`),
      inner.map((body) => `first(${body})`),
      inner.map((body) => `sort_by(${body})`),
      inner.map((body) => `{a: (${body}), b: 2}`),
      inner.map((body) => `"x\\(${body})y"`),
      fc.tuple(inner, inner, inner).map(([on, yes, no]) => `if ${on} then ${yes} else ${no} end`),
      pair((source, body) => `(${source}) as $x | (${body}) | [$x, .]`),
      pair((source, update) => `reduce (${source}) as $x (.; ${update})`),
    ),
  }
})
