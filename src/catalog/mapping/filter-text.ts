import { isArray, isObject, type Json, own } from '../jq/json.ts'

/** Whether a record fits a filter written for Bitbucket's `q`. */
export type Fits = (record: Json) => boolean

/** A filter that is none, with the place in it. */
export class FilterProblem extends Error {}

const words = /\s*(?:(\(|\)|,)|(!=|!~|>=|<=|=|~|>|<)|"((?:[^"\\]|\\.)*)"|([\w.+:-]+))/y

interface Word {
  readonly kind: 'mark' | 'operator' | 'text' | 'word' | 'end'
  readonly text: string
}

/** Reads a filter such as `state = "OPEN" AND updated_on > 2026-01-01`, to be asked about records that are stored. */
export function readFilter(text: string): Fits {
  const reader = new FilterReader(split(text))
  const fits = reader.either()
  reader.end()
  return fits
}

function split(text: string): Word[] {
  const found: Word[] = []
  let at = 0
  while (text.slice(at).trim() !== '') {
    words.lastIndex = at
    const match = words.exec(text)
    if (!match) throw new FilterProblem(`cannot be read from “${text.slice(at, at + 20).trim()}” on`)
    at = words.lastIndex
    const [, mark, operator, quoted, word] = match
    if (mark !== undefined) found.push({ kind: 'mark', text: mark })
    else if (operator !== undefined) found.push({ kind: 'operator', text: operator })
    else if (quoted !== undefined) found.push({ kind: 'text', text: quoted.replace(/\\(.)/g, '$1') })
    else found.push({ kind: 'word', text: word ?? '' })
  }
  return [...found, { kind: 'end', text: '' }]
}

/** Brackets may stand so deep in each other: further in, nobody means anything. */
const deepest = 50

class FilterReader {
  readonly #words: readonly Word[]
  #at = 0
  #depth = 0

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  end(): void {
    const { kind, text } = this.#peek()
    if (kind !== 'end') throw new FilterProblem(`goes on after its end: ${text}`)
  }

  either(): Fits {
    const all = [this.#both()]
    while (this.#takes('or')) all.push(this.#both())
    return (record) => all.some((fits) => fits(record))
  }

  #both(): Fits {
    const all = [this.#one()]
    while (this.#takes('and')) all.push(this.#one())
    return (record) => all.every((fits) => fits(record))
  }

  #one(): Fits {
    if (this.#mark('(')) {
      this.#depth += 1
      if (this.#depth > deepest) throw new FilterProblem('has too many ( in each other')
      const fits = this.either()
      this.#depth -= 1
      if (!this.#mark(')')) throw new FilterProblem('lacks a )')
      return fits
    }
    const field = this.#next()
    if (field.kind !== 'word') throw new FilterProblem(`has ${field.text || 'its end'} where a field is due`)
    const path = field.text.split('.')
    if (this.#takes('in')) return this.#in(path)
    const operator = this.#next()
    if (operator.kind !== 'operator') throw new FilterProblem(`lacks a comparison after ${field.text}`)
    const value = this.#value()
    return (record) => found(record, path).some((one) => compared(one, operator.text, value))
  }

  #in(path: readonly string[]): Fits {
    if (!this.#mark('(')) throw new FilterProblem('lacks a ( after IN')
    const values = [this.#value()]
    while (this.#mark(',')) values.push(this.#value())
    if (!this.#mark(')')) throw new FilterProblem('lacks a ) after IN')
    return (record) => found(record, path).some((one) => values.some((value) => compared(one, '=', value)))
  }

  #value(): Json {
    const { kind, text } = this.#next()
    if (kind === 'text') return text
    if (kind !== 'word') throw new FilterProblem(`has ${text || 'its end'} where a value is due`)
    if (text.toLowerCase() === 'null') return null
    if (text === 'true' || text === 'false') return text === 'true'
    return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
  }

  #peek(): Word {
    return this.#words[this.#at] ?? { kind: 'end', text: '' }
  }

  #next(): Word {
    const word = this.#peek()
    this.#at += 1
    return word
  }

  #takes(keyword: string): boolean {
    const { kind, text } = this.#peek()
    if (kind !== 'word' || text.toLowerCase() !== keyword) return false
    this.#at += 1
    return true
  }

  #mark(mark: string): boolean {
    const { kind, text } = this.#peek()
    if (kind !== 'mark' || text !== mark) return false
    this.#at += 1
    return true
  }
}

/** What stands at a path; of a list, each of its elements counts. */
function found(record: Json, [first, ...rest]: readonly string[]): Json[] {
  if (isArray(record)) return record.flatMap((one) => found(one, first === undefined ? [] : [first, ...rest]))
  if (first === undefined) return [record]
  return isObject(record) ? found(own(record, first), rest) : [null]
}

function compared(value: Json, operator: string, wanted: Json): boolean {
  if (operator === '~' || operator === '!~') {
    const isIn = String(value ?? '')
      .toLowerCase()
      .includes(String(wanted ?? '').toLowerCase())
    return isIn === (operator === '~')
  }
  const difference = distance(value, wanted)
  if (operator === '=') return difference === 0
  if (operator === '!=') return difference !== 0
  if (difference === null) return false
  if (operator === '>') return difference > 0
  if (operator === '>=') return difference >= 0
  return operator === '<' ? difference < 0 : difference <= 0
}

/** Null where the two cannot be put in an order. */
function distance(value: Json, wanted: Json): number | null {
  if (value === null || wanted === null) return value === wanted ? 0 : null
  if (typeof value === 'number' && typeof wanted === 'number') return value - wanted
  if (typeof value === 'string' && typeof wanted === 'string') {
    const [at, than] = [momentOf(value), momentOf(wanted)]
    if (at !== null && than !== null) return at - than
    return value.localeCompare(wanted, 'en', { sensitivity: 'accent' })
  }
  return String(value) === String(wanted) ? 0 : null
}

function momentOf(text: string): number | null {
  return /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text) ? Date.parse(text) : null
}
