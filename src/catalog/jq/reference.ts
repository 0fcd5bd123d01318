import { once } from 'node:events'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Answer } from './expression.ts'
import type { Json } from './json.ts'

/** What a batch may take; a single record that takes so much is at fault itself. */
export interface Caps {
  readonly milliseconds: number
  /** Growth of this process while it runs. */
  readonly megabytes: number
  readonly outputBytes: number
}

export interface Reference {
  /** Why the engine does not take an expression; null when it does. */
  check(expression: string): Promise<string | null>
  /** What each expression says of each input: by input, then by expression. */
  run(expressions: readonly string[], inputs: readonly Json[]): Promise<Answer[][]>
  close(): Promise<void>
}

/**
 * A program for one input: an answer is a list with the first output, an empty list, or an object with the error. Each
 * expression stands on lines of its own, for a comment in it to end with it.
 */
function programOf(expressions: readonly string[]): string {
  const answers = expressions.map(
    (expression) =>
      `(try [first((\n${expression}\n))] catch {e: (if type == "string" then . else tojson end)})`,
  )
  return `${blocked}.[] | [${answers.join(',')}]`
}

/** Beside the check of names: what is called in a way that is not seen. */
const blocked = [
  'def input: error("input is blocked");',
  'def inputs: error("inputs is blocked");',
  'def env: error("env is blocked");',
  'def debug: error("debug is blocked");',
  'def stderr: error("stderr is blocked");',
].join(' ')

/** Its engine is WebAssembly in a thread: an expression that goes on for ever is ended with the thread. */
const thread = `
const { parentPort, workerData } = require('node:worker_threads')
const engine = require(workerData)
engine.then(() => parentPort.postMessage('ready'))
parentPort.on('message', async ({ program, input, most }) => {
  try {
    const output = (await engine).raw(input, program, ['-c']) ?? ''
    parentPort.postMessage(output.length > most ? { excess: true } : { output })
  } catch (error) {
    parentPort.postMessage({ error: String(error.message ?? error) })
  }
})`

type Reply =
  | { readonly output: string }
  | { readonly error: string }
  | { readonly excess: keyof typeof excesses }

const excesses = {
  milliseconds: 'it took too long',
  megabytes: 'it took too much memory',
  outputBytes: 'its result is too large',
  engine: 'jq breaks down over it: it goes too deep, or takes too much memory',
} as const

/** A part of a batch has a part of its time, but no less than what a machine may be busy otherwise. */
const leastMs = 1_000

/** After so many records an expression is not tried with others, for a while: each costs what a batch may take. */
const mostBreaches = 3
const givenUpMs = 60_000

/** How many records an expression was too much for lately, by its text. */
class Breaches {
  readonly #counts = new Map<string, { count: number; last: number }>()

  add(text: string): void {
    this.#counts.set(text, { count: this.#countOf(text) + 1, last: performance.now() })
  }

  areMany(text: string): boolean {
    return this.#countOf(text) >= mostBreaches
  }

  #countOf(text: string): number {
    const found = this.#counts.get(text)
    if (!found) return 0
    if (performance.now() - found.last < givenUpMs) return found.count
    this.#counts.delete(text)
    return 0
  }
}

export function openReference(caps: Caps): Reference {
  let worker: Worker | null = null
  let turn: Promise<unknown> = Promise.resolve()
  const breaches = new Breaches()

  const hire = async (): Promise<Worker> => {
    if (worker) return worker
    const path = createRequire(import.meta.url).resolve('jq-web')
    // Given as text: a module of ours would have to be there compiled and as it is written, both.
    const hired = new Worker(thread, { eval: true, workerData: path, execArgv: [] })
    await once(hired, 'message')
    hired.on('error', () => {})
    worker = hired
    return hired
  }

  const ask = async (program: string, inputs: readonly Json[], share: number): Promise<Reply> => {
    // Its start is not what an expression takes.
    const hired = await hire()
    return new Promise((resolve) => {
      const before = process.memoryUsage.rss()
      const end = (reply: Reply, dismiss: boolean) => {
        clearTimeout(timer)
        clearInterval(watch)
        hired.removeAllListeners('message')
        hired.removeAllListeners('exit')
        if (!dismiss) return resolve(reply)
        worker = null
        void hired.terminate().then(() => resolve(reply))
      }
      const timer = setTimeout(
        () => end({ excess: 'milliseconds' }, true),
        Math.max(leastMs, caps.milliseconds * share),
      )
      const watch = setInterval(() => {
        if (process.memoryUsage.rss() - before > caps.megabytes * 2 ** 20) end({ excess: 'megabytes' }, true)
      }, 25)
      hired.once('exit', () => end({ excess: 'engine' }, true))
      hired.once('message', (reply: { output?: string; error?: string; excess?: true }) => {
        if (reply.excess) return end({ excess: 'outputBytes' }, false)
        if (reply.output !== undefined) return end({ output: reply.output }, false)
        const error = reply.error ?? ''
        // An engine that failed in a way of its own is not asked again.
        if (!/^Non-zero exit code/.test(error)) return end({ excess: 'engine' }, true)
        end({ error }, false)
      })
      hired.postMessage({ program, input: JSON.stringify(inputs), most: caps.outputBytes })
    })
  }

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = turn.then(work)
    turn = done.catch(() => {})
    return done
  }

  return {
    check: (expression) =>
      inTurn(async () => {
        // Without brackets around it: an expression could close them and open others.
        const reply = await ask(`${blocked}empty |\n${expression}`, [], 1)
        if ('excess' in reply) return excesses[reply.excess]
        return 'error' in reply ? compileError(reply.error) : null
      }),
    run: (expressions, inputs) =>
      inTurn(() => runAll({ ask, total: inputs.length, breaches }, expressions, inputs)),
    close: async () => {
      await turn
      await worker?.terminate()
      worker = null
    },
  }
}

interface Batch {
  ask(program: string, inputs: readonly Json[], share: number): Promise<Reply>
  readonly total: number
  readonly breaches: Breaches
}

/** What is too much for the caps is halved until the record and the expression are found that are at fault. */
async function runAll(
  batch: Batch,
  expressions: readonly string[],
  inputs: readonly Json[],
): Promise<Answer[][]> {
  if (inputs.length === 0 || expressions.length === 0) return inputs.map(() => [])
  const given = expressions.map((text) => (batch.breaches.areMany(text) ? givenUp : text))
  const reply = await batch.ask(programOf(given), inputs, inputs.length / batch.total)
  if ('output' in reply) return read(reply.output, inputs.length)
  if (inputs.length > 1) {
    const middle = Math.ceil(inputs.length / 2)
    const left = await runAll(batch, given, inputs.slice(0, middle))
    return [...left, ...(await runAll(batch, given, inputs.slice(middle)))]
  }
  if (expressions.length > 1) {
    const answers: Answer[] = []
    for (const text of given) answers.push(...((await runAll(batch, [text], inputs))[0] ?? []))
    return [answers]
  }
  const [text = ''] = given
  batch.breaches.add(text)
  const message = 'excess' in reply ? excesses[reply.excess] : compileError(reply.error)
  return [[{ kind: 'error', message }]]
}

const givenUp = 'error("it was too much for other records, and was not tried with this one")'

function read(output: string, count: number): Answer[][] {
  const lines = output.split('\n').filter((line) => line !== '')
  if (lines.length !== count) throw new RangeError(`jq answered ${lines.length} times to ${count} records`)
  return lines.map((line) => (JSON.parse(line) as (Json[] | { e: string })[]).map(readAnswer))
}

function readAnswer(answer: Json[] | { e: string }): Answer {
  if (!Array.isArray(answer)) return { kind: 'error', message: answer.e }
  return answer.length === 0 ? { kind: 'nothing' } : { kind: 'value', value: answer[0] ?? null }
}

/** The engine's own words, without where it thinks the program came from. */
function compileError(error: string): string {
  const lines = error
    .split('\n')
    .filter((line) => line.startsWith('jq: error') && !/compile error/.test(line))
  const said = (lines[0] ?? error).replace(/^jq: error(?: \(at [^)]*\))?: /, '')
  return said
    .replace(/ ?\(Unix shell quoting issues\?\)/, '')
    .replace(/ at <top-level>, line \d+:?$/, '')
    .trim()
}
