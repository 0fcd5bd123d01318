import { ApiError } from '../api/contract/client.ts'
import { Failure } from '../errors.ts'
import { exitCodeOf } from './exit-codes.ts'
import type { Out } from './out.ts'

interface Streams {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

interface Told {
  readonly code: string
  readonly detail: string
  readonly next: string
  readonly problems?: readonly string[]
}

/** Tells why a command failed and what to do next; answers with the exit code. */
export function report(error: unknown, out: Out, streams: Streams, logLevel?: string): number {
  const told = describe(error)
  if (out.json) streams.stdout.write(`${JSON.stringify({ error: told }, null, 2)}\n`)
  else streams.stderr.write(`${textOf(told)}\n`)
  if (!isExpected(error) || logLevel === 'debug' || logLevel === 'trace') {
    streams.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  }
  if (error instanceof Failure) return exitCodeOf(error.code)
  return error instanceof ApiError ? 7 : 1
}

function isExpected(error: unknown): boolean {
  return (error instanceof Failure && error.code !== 'internal') || error instanceof ApiError
}

function describe(error: unknown): Told {
  if (error instanceof Failure) {
    const problems = error.data?.problems
    return {
      code: error.code,
      detail: error.message,
      next: error.next,
      ...(Array.isArray(problems) ? { problems: problems.map(problemText) } : {}),
    }
  }
  if (error instanceof ApiError) {
    const { code, detail, next, problems } = error.problem
    return {
      code,
      detail,
      next,
      ...(problems ? { problems: problems.map((one) => `${one.path}: ${one.message}`) } : {}),
    }
  }
  const message = error instanceof Error ? error.message : String(error)
  return {
    code: 'internal',
    detail: `Something went wrong that Windlass did not expect: ${message}`,
    next: 'Please report it with the lines below.',
  }
}

/** A sentence, or a field of the input with what is wrong with it. */
function problemText(problem: unknown): string {
  if (typeof problem === 'string') return problem
  const { path, message } = Object(problem) as { path?: unknown; message?: unknown }
  return `${path}: ${message}`
}

function textOf(told: Told): string {
  // A list of problems reads better one a line than run together in the sentence.
  const lines = told.problems?.length
    ? [firstSentence(told.detail), ...told.problems.map((one) => `  - ${one}`)]
    : [told.detail]
  return [...lines, told.next].join('\n')
}

function firstSentence(text: string): string {
  return `${text.split('. ')[0]?.replace(/\.$/, '')}.`
}
