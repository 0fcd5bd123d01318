import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import type { Json } from './json.ts'

let engine: Engine
beforeAll(() => {
  engine = openEngine({ milliseconds: 2_000, megabytes: 300, outputBytes: 100_000 })
})
afterAll(() => engine?.close())

const answerOf = async (expression: string, input: Json) =>
  (await engine.evaluate([expression], [input]))[0]?.[0]

describe('the engine', () => {
  it('answers what the fast path knows and what it does not, in the order of inputs and expressions', async () => {
    const before = { ...engine.referred }
    const answers = await engine.evaluate(
      ['.a', '[paths]', '.a | tostring'],
      [{ a: 1 }, { a: 1e-9 }, { a: 'x' }],
    )
    expect(answers).toEqual([
      [value(1), value([['a']]), value('1')],
      [value(1e-9), value([['a']]), value('1E-9')],
      [value('x'), value([['a']]), value('x')],
    ])
    expect({
      answers: engine.referred.answers - before.answers,
      all: engine.referred.all - before.all,
    }).toEqual({
      answers: 4,
      all: 9,
    })
  })

  it('keeps an error of one expression to itself', async () => {
    const [answers] = await engine.evaluate(['.a.b', '.a | explode', '.c'], [{ a: 1, c: 2 }])
    expect(answers?.map(({ kind }) => kind)).toEqual(['error', 'error', 'value'])
    expect(answers?.[0]).toEqual({ kind: 'error', message: 'Cannot index number with "b"' })
  })

  it.each([
    'env',
    '$ENV.HOME',
    '"\\(env)"',
    'input',
    '[inputs]',
    'debug',
    'halt_error',
    'input_filename',
    'get_search_list',
  ])('does not let an expression see more than its record: %s', async (expression) => {
    expect(await engine.check(expression)).toMatch(/may not be used here/)
  })

  it('blocks them even where nobody looked', async () => {
    for (const expression of ['[paths] | env', '[paths] | input'])
      expect(await answerOf(expression, {})).toMatchObject({ kind: 'error' })
  })

  it('lets a word stand in a string or as a name in a record', async () => {
    for (const expression of ['.input', '"env"', '{input: 1}', '.a # env'])
      expect(await engine.check(expression)).toBe(null)
  })

  it.each([
    ['.a |', 'syntax error'],
    ['foo', 'foo/0 is not defined'],
    ['.a) | (.b', 'syntax error'],
    ['$unknown', '$unknown is not defined'],
  ])('says what is wrong with %s', async (expression, message) => {
    expect(await engine.check(expression)).toContain(message)
  })

  it('lets a comment end with its expression', async () => {
    expect(await answerOf('[paths] # the end', { a: 1 })).toEqual(value([['a']]))
  })

  it('ends what never ends, names the record, and goes on with the others', async () => {
    const endless = 'if .bad then last(range(1e15)) else [paths] end'
    const inputs = Array.from({ length: 12 }, (_, at) => ({ bad: at === 7, at }))
    const answers = await engine.evaluate([endless, '.at', '[paths]'], inputs)
    answers.forEach((line, at) => {
      expect(line[0]).toEqual(
        at === 7 ? { kind: 'error', message: 'it took too long' } : value([['bad'], ['at']]),
      )
      expect(line.slice(1)).toEqual([value(at), value([['bad'], ['at']])])
    })
  }, 60_000)

  it('ends what fills the memory, and what says too much', async () => {
    expect(await answerOf('[limit(1e9; repeat("xxxxxxxxxxxxxxxx"))]', null)).toMatchObject({
      kind: 'error',
      message: expect.stringMatching(/too much memory|too long/),
    })
    expect(await answerOf('[range(40000)] | map("xxxx")', null)).toEqual({
      kind: 'error',
      message: 'its result is too large',
    })
    expect(await answerOf('[paths]', { a: 1 })).toEqual(value([['a']]))
  }, 60_000)

  it('does not try an expression again and again that was too much for three records', async () => {
    const inputs = Array.from({ length: 10 }, () => ({}))
    const answers = await engine.evaluate(['last(repeat(1))'], inputs)
    const messages = answers.map(([answer]) => (answer?.kind === 'error' ? answer.message : 'none'))
    expect(messages.filter((message) => message === 'it took too long')).toHaveLength(3)
    expect(messages.filter((message) => message.includes('was not tried'))).toHaveLength(7)

    const [[later] = [], [other] = []] = await engine.evaluate(['last(repeat(1))'], [{ a: 1 }, { a: 2 }])
    expect([later, other]).toEqual([
      { kind: 'error', message: expect.stringContaining('was not tried') },
      { kind: 'error', message: expect.stringContaining('was not tried') },
    ])
  }, 60_000)

  it('leaves to jq, which can be ended, what grows without end in few steps', async () => {
    for (const [expression, message] of [
      ['reduce range(40) as $i ([1]; . + .) | length', /too much memory|too long|breaks down/],
      ['reduce range(40) as $i ("x"; . + .) | length', /too much memory|too long|breaks down/],
      [`${'[., .] | '.repeat(40)}.`, /too much memory|too long|breaks down|too large/],
      ['reduce range(60) as $i (.; {a: ., b: .})', /too much memory|too long|breaks down|too large/],
      ['reduce range(27) as $i ("x"; "\\(.)\\(.)")', /too large|too much memory|too long|breaks down/],
      ['[range(30000)] - [range(30000)] | length', /too long/],
    ] as const) {
      expect({ expression, answer: await answerOf(expression, {}) }).toMatchObject({
        answer: { kind: 'error', message: expect.stringMatching(message) },
      })
    }
  }, 120_000)

  it('holds up nobody with lists that are long', async () => {
    let before = performance.now()
    let longest = 0
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - before)
      before = performance.now()
    }, 20)
    for (const expression of [
      '[range(20000) | {("k\\(.)"): 1}] | add | [.] | length',
      '[range(30000) | [.]] | add | length',
      '[range(20000)] | unique | map(. + 1) | length',
    ])
      expect({ expression, answer: await answerOf(expression, {}) }).toMatchObject({
        answer: { kind: 'value' },
      })
    clearInterval(watch)
    expect(longest).toBeLessThan(2_000)
  }, 60_000)

  it.each([
    ['brackets', `${'('.repeat(60_000)}.${')'.repeat(60_000)}`],
    ['names', '.a'.repeat(60_000)],
    ['sums', `${'.+'.repeat(60_000)}.`],
    ['pipes', `${'.|'.repeat(60_000)}.`],
    ['tries', `${'try '.repeat(30_000)}.`],
    ['signs', `${'-'.repeat(100_000)}1`],
    ['alternatives', `${'. // '.repeat(20_000)}.`],
    ['strings', `${'"\\('.repeat(20_000)}1${')"'.repeat(20_000)}`],
  ])(
    'says no to an expression that goes down without end, by its %s, and lives',
    async (_, expression) => {
      expect(await engine.check(expression)).toMatch(/breaks down|may not be used here|syntax error|too long/)
      expect(await engine.check('[paths]')).toBe(null)
    },
    60_000,
  )
})

function value(of: Json): { kind: 'value'; value: Json } {
  return { kind: 'value', value: of }
}
