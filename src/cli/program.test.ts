import { describe, expect, it } from 'vitest'
import { catalogue, Failure } from '../errors.ts'
import { type Command, defineCommand } from './command.ts'
import { exitCodeOf, exitCodes } from './exit-codes.ts'
import { commands } from './index.ts'
import { table } from './out.ts'
import { runProgram } from './program.ts'

const greet = defineCommand({
  name: 'person greet',
  doc: 'Greets somebody.',
  examples: [{ line: 'windlass person greet Ada --loud', doc: 'Says it loudly.' }],
  arguments: { name: { doc: 'whom' }, title: { doc: 'how to call them', optional: true } },
  options: {
    loud: { doc: 'with an exclamation mark' },
    inLanguage: { doc: 'the language', value: 'language', choices: ['en', 'de'] },
  },
  async run({ out }, input) {
    const words = [input.inLanguage === 'de' ? 'Hallo' : 'Hello', input.title, input.name]
    const text = words.filter((word) => word !== undefined).join(' ') + (input.loud ? '!' : '.')
    out.result({ text }, () => text)
    return undefined
  },
})

const port = defineCommand({
  name: 'port',
  doc: 'Says the port.',
  examples: [{ line: 'windlass port --port 80', doc: 'Says 80.' }],
  options: { port: { doc: 'the port', value: 'number', setting: 'port' } },
  async run({ config, out }) {
    out.line(String(config.port))
    return 9
  },
})

function failing(error: () => unknown): Command {
  return defineCommand({
    name: 'fail',
    doc: 'Fails.',
    examples: [{ line: 'windlass fail', doc: 'Fails.' }],
    async run() {
      throw error()
    },
  })
}

async function windlass(list: readonly Command[], ...words: string[]) {
  const printed = { stdout: '', stderr: '' }
  const stream = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      printed[name] += text
    },
  })
  const code = await runProgram(list, '1.2.3', words, { stdout: stream('stdout'), stderr: stream('stderr') })
  return { code, ...printed }
}

describe('the command line', () => {
  it('hands arguments and flags to the command of a group', async () => {
    const ran = await windlass([greet], 'person', 'greet', 'Ada', 'Countess', '--loud', '--in-language', 'de')
    expect(ran).toEqual({ code: 0, stdout: 'Hallo Countess Ada!\n', stderr: '' })
  })

  it('prints the result as JSON when asked', async () => {
    const { stdout } = await windlass([greet], 'person', 'greet', 'Ada', '--json')
    expect(JSON.parse(stdout)).toEqual({ text: 'Hello Ada.' })
  })

  it('lets a flag win over the environment and a command choose its exit code', async () => {
    expect(await windlass([port], 'port', '--port', '8123')).toEqual({
      code: 9,
      stdout: '8123\n',
      stderr: '',
    })
  })

  it('shows examples and every option in the help of a command', async () => {
    const { code, stdout } = await windlass([greet], 'person', 'greet', '--help')
    expect(code).toBe(0)
    for (const text of ['Says it loudly.', '$ windlass person greet', '--in-language', '--json', '--data']) {
      expect(stdout).toContain(text)
    }
  })

  it('shows every exit code in its own help', async () => {
    const { code, stdout } = await windlass([greet], '--help')
    expect(code).toBe(0)
    for (const row of exitCodes) expect(stdout).toContain(`${row.code}  ${row.doc}`)
  })

  it.each([
    ['an unknown command', ['perzon'], 'Did you mean person?'],
    ['an unknown flag', ['person', 'greet', 'Ada', '--lout'], 'Did you mean --loud?'],
    ['a missing argument', ['person', 'greet'], "missing required argument 'name'"],
    ['one argument too many', ['person', 'greet', 'a', 'b', 'c'], 'too many arguments'],
    [
      'a value outside the choices',
      ['person', 'greet', 'Ada', '--in-language', 'fr'],
      'Allowed choices are en, de',
    ],
  ])('refuses %s with exit code 2', async (_, words, sentence) => {
    const { code, stderr, stdout } = await windlass([greet], ...words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
  })

  it('lists every problem of the configuration at once', async () => {
    const { code, stderr } = await windlass([port], 'port', '--port', 'eighty', '--data', '')
    expect(code).toBe(2)
    expect(stderr).toContain('WINDLASS_PORT')
  })

  it('ends with the sentence, the next step and the exit code of a failure', async () => {
    const { code, stderr } = await windlass([failing(() => new Failure('data_locked'))], 'fail')
    expect(code).toBe(4)
    expect(stderr).toBe(`${catalogue.data_locked.sentence}\n${catalogue.data_locked.next}\n`)
  })

  it('tells a failure as JSON when asked', async () => {
    const { code, stdout } = await windlass([failing(() => new Failure('port_taken'))], 'fail', '--json')
    expect(code).toBe(6)
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'port_taken', next: catalogue.port_taken.next })
  })

  it('shows where an unexpected error came from', async () => {
    const { code, stderr } = await windlass([failing(() => new TypeError('no such thing'))], 'fail')
    expect(code).toBe(1)
    expect(stderr).toContain('did not expect: no such thing')
    expect(stderr).toContain('at ')
  })
})

describe('exit codes', () => {
  it('are distinct, and an error belongs to one of them', () => {
    expect(new Set(exitCodes.map((row) => row.code)).size).toBe(exitCodes.length)
    const named = exitCodes.flatMap((row) => row.errors)
    expect(new Set(named).size).toBe(named.length)
    expect(exitCodeOf('internal')).toBe(1)
  })
})

describe('every command', () => {
  it('has a name of its own', () => {
    expect(new Set(commands.map((command) => command.name)).size).toBe(commands.length)
  })

  it('has examples that call it, and no option named like an argument', () => {
    for (const command of commands) {
      for (const example of command.examples) expect(example.line).toContain(`windlass ${command.name}`)
      const names = [...Object.keys(command.arguments), ...Object.keys(command.options)]
      expect(new Set(names).size).toBe(names.length)
      expect(names).not.toContain('json')
    }
  })
})

it('aligns the columns of a table', () => {
  expect(
    table(
      ['name', 'age'],
      [
        ['Ada', '36'],
        ['Alexander', '7'],
      ],
    ),
  ).toBe('name       age\nAda        36\nAlexander  7')
})
