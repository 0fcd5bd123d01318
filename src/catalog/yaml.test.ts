import { describe, expect, it } from 'vitest'
import { LineCounter } from 'yaml'
import { schemaReader } from './blueprints/formats.ts'
import { readYaml, TooDeep } from './yaml.ts'

const balanced = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

describe('YAML', () => {
  it('is read document by document, with the places of what is wrong', () => {
    const lines = new LineCounter()
    const [first, second, ...rest] = readYaml('a: 1\n---\nb: [1, 2\n', lines)
    expect([first?.toJS(), first?.errors, rest]).toEqual([{ a: 1 }, [], []])
    expect(second?.errors.map(({ pos }) => lines.linePos(pos[0]).line)).toEqual([4])
  })

  it('is a document without anything in it only where that is wanted', () => {
    for (const text of ['', '# nothing\n']) {
      expect(readYaml(text)).toEqual([])
      expect(readYaml(text, new LineCounter(), true).map((one) => one.toJS())).toEqual([null])
    }
  })

  it.each([
    ['lists that do not end', '['.repeat(100_000)],
    ['lists that end', balanced(100_000)],
    ['objects', '{a: '.repeat(50_000)],
    ['lists on one line', '- '.repeat(50_000)],
    ['keys with a question mark', '? '.repeat(50_000)],
    [
      'what is further in with each line',
      Array.from({ length: 500 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'),
    ],
  ])('that goes down without end is refused where that is seen: %s', (_, text) => {
    let thrown: unknown
    try {
      readYaml(text)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(TooDeep)
    expect((thrown as TooDeep).offset).toBeLessThan(text.length)
  })

  it('that goes down as far as somebody writes is read', () => {
    expect(readYaml(balanced(100))[0]?.errors).toEqual([])
  })

  it('is a format of texts, which one that goes too deep does not have', () => {
    const fits = schemaReader().compile({ type: 'string', format: 'yaml' })
    expect([fits('a: [1]'), fits('a: [1'), fits('['.repeat(100_000))]).toEqual([true, false, false])
  })
})
