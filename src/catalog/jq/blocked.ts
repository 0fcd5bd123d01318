import { Scanner } from './scanner.ts'
import { Unsupported } from './syntax.ts'

/** They read what is not the record, or end the engine: nothing that an expression of a mapping has to do. */
const names = new Set([
  ...['env', 'input', 'inputs', 'debug', 'stderr', 'input_filename', 'input_line_number'],
  ...['import', 'include', 'modulemeta', 'halt', 'halt_error', 'get_search_list'],
])
const variables = new Set(['$ENV', '$__prog_args'])

/** The name in an expression that may not stand there; null when there is none. */
export function blockedName(text: string): string | null {
  try {
    return find(new Scanner(text))
  } catch (error) {
    // What cannot be read to its end is refused by the engine.
    if (error instanceof Unsupported) return null
    throw error
  }
}

/** Strings may stand so deep in each other, by what is computed in them: further in nothing is looked at, nor allowed. */
const deepest = 50

function find(scanner: Scanner, level = 0): string | null {
  if (level > deepest) return 'A string so deep in others'
  let depth = 0
  let before = ''
  for (;;) {
    const token = scanner.next()
    const mayBeKey = before === '{' || before === ','
    before = token.kind === 'mark' ? token.text : ''
    if (token.kind === 'end') return null
    if (token.kind === 'quote') {
      const found = findInQuote(scanner, level)
      if (found !== null) return found
    } else if (token.kind === 'name' || token.kind === 'variable') {
      const base = token.text.split('::').at(-1) ?? ''
      if (variables.has(token.text)) return token.text
      if (names.has(base) && !(mayBeKey && isColon(scanner))) return token.text
    } else if (token.kind === 'mark' && level > 0) {
      if (token.text === '(') depth += 1
      if (token.text === ')' && depth === 0) return null
      if (token.text === ')') depth -= 1
    }
  }
}

/** What stands before one in an object is a name there, and calls nothing. */
function isColon(scanner: Scanner): boolean {
  const next = scanner.peek()
  return next.kind === 'mark' && next.text === ':'
}

function findInQuote(scanner: Scanner, level: number): string | null {
  for (;;) {
    const { isLast } = scanner.piece()
    if (isLast) return null
    const found = find(scanner, level + 1)
    if (found !== null) return found
  }
}
