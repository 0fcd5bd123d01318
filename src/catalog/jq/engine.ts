import { setImmediate } from 'node:timers/promises'
import { blockedName } from './blocked.ts'
import { type Answer, allowanceFor, type Quick, readQuick } from './expression.ts'
import type { Json } from './json.ts'
import { type Caps, openReference } from './reference.ts'

/** The one thing that knows how JQ is run. */
export interface Engine {
  /** Why an expression cannot be used; null when it can. */
  check(expression: string): Promise<string | null>
  /** What each expression says of each input: by input, then by expression. */
  evaluate(expressions: readonly string[], inputs: readonly Json[]): Promise<readonly (readonly Answer[])[]>
  /** How many answers the reference engine was needed for, of how many, since the start. */
  readonly referred: { readonly answers: number; readonly all: number }
  close(): Promise<void>
}

const usualCaps: Caps = { milliseconds: 5_000, megabytes: 512, outputBytes: 16 * 1024 * 1024 }
/** So long nothing else happens in this process. */
const longestMs = 20

/** So many at a time go to the reference engine: more is hardly quicker, and takes more memory. */
const perBatch = 100

/**
 * jq itself is the engine of record. What our own understands of the language is answered by that, which is ten times
 * as quick; the rest, whole expressions or single inputs, is asked of jq.
 */
export function openEngine(caps: Caps = usualCaps): Engine {
  const reference = openReference(caps)
  const known = new Map<string, Quick | null>()
  const referred = { answers: 0, all: 0 }

  const quickOf = (text: string): Quick | null => {
    const before = known.get(text)
    if (before !== undefined) return before
    const quick = readQuick(text)
    known.set(text, quick)
    return quick
  }

  return {
    referred,
    async check(expression) {
      const blocked = blockedName(expression)
      if (blocked !== null) return `${blocked} may not be used here.`
      return quickOf(expression) ? null : reference.check(expression)
    },
    async evaluate(expressions, inputs) {
      const quicks = expressions.map(quickOf)
      const answers: (Answer | null)[][] = []
      const allowance = allowanceFor(inputs.length)
      let since = performance.now()
      for (const input of inputs) {
        answers.push(quicks.map((quick) => quick?.(input, allowance) ?? null))
        if (performance.now() - since < longestMs) continue
        // Others of this process have their turn.
        await setImmediate()
        since = performance.now()
      }
      referred.all += inputs.length * expressions.length
      for (const [open, at] of openOf(answers)) {
        const texts = open.map((column) => expressions[column] ?? '')
        for (let from = 0; from < at.length; from += perBatch) {
          const rows = at.slice(from, from + perBatch)
          const asked = await reference.run(
            texts,
            rows.map((row) => inputs[row] ?? null),
          )
          referred.answers += rows.length * open.length
          rows.forEach((row, index) => {
            open.forEach((column, place) => {
              const line = answers[row]
              if (line) line[column] = asked[index]?.[place] ?? null
            })
          })
        }
      }
      // What was null has been asked of jq.
      return answers as readonly (readonly Answer[])[]
    },
    close: () => reference.close(),
  }
}

/** Inputs by what is still open of them: those that lack the same answers are asked for together. */
function openOf(answers: readonly (readonly (Answer | null)[])[]): [number[], number[]][] {
  const groups = new Map<string, [number[], number[]]>()
  answers.forEach((line, row) => {
    const open = line.flatMap((answer, column) => (answer === null ? [column] : []))
    if (open.length === 0) return
    const group = groups.get(open.join()) ?? [open, []]
    group[1].push(row)
    groups.set(open.join(), group)
  })
  return [...groups.values()]
}
