import { type Caret, entryOf, type Frame, type Listed, type Written } from './yaml-parts.ts'
import { isLeftOf, lineEnd, quotedEnd, skipSpaces, unquoted } from './yaml-tokens.ts'

/** An object or a list between brackets. */
interface Open {
  readonly kind: 'object' | 'list'
  readonly path: readonly string[]
  readonly from: number
  at: string
  /** What comes next. */
  next: 'key' | 'colon' | 'value' | 'comma'
}

/** Reads what stands between brackets, over as many lines as it takes. */
export class FlowReader {
  readonly #text: string
  readonly #caret: Caret
  readonly #written: Written[]
  readonly #lists: Map<string, Listed>
  readonly #open: Open[] = []
  #outer: readonly string[] = []

  constructor(text: string, caret: Caret, written: Written[], lists: Map<string, Listed>) {
    this.#text = text
    this.#caret = caret
    this.#written = written
    this.#lists = lists
  }

  /** Answers where it ends: behind the last bracket, or where the text goes on without one. */
  read(from: number, column: number, frame: Frame): number {
    this.#outer = entryOf(frame)
    let before = from
    for (let at = from; at < this.#text.length; ) {
      const next = this.#blank(at, frame.column)
      if (next.isEnd) return this.#end(before, next.at)
      if (next.at >= this.#text.length) break
      const to = this.#token(next.at, before, column, frame.column)
      if (this.#open.length === 0) return to
      at = to
      before = to
    }
    return this.#end(before, this.#text.length)
  }

  #end(before: number, at: number): number {
    if (this.#open.length > 0) this.#gap(before, at)
    return at
  }

  /** Over blanks, lines and comments. */
  #blank(from: number, column: number): { readonly at: number; readonly isEnd: boolean } {
    const text = this.#text
    for (let at = from; ; ) {
      at = skipSpaces(text, at)
      if (text[at] === '#' && /\s/.test(text[at - 1] ?? ' ')) {
        const end = lineEnd(text, at)
        if (this.#caret.isIn(at + 1, end)) this.#caret.settle(null)
        at = end
      }
      if (text[at] !== '\n') return { at, isEnd: false }
      const isOver = isLeftOf(text, at + 1, column) && !/^\s*[\]}]/.test(text.slice(at, at + 200))
      if (isOver) return { at, isEnd: true }
      at += 1
    }
  }

  #token(at: number, before: number, column: number, outer: number): number {
    const mark = this.#text[at] ?? ''
    if (!'{}[],:'.includes(mark) || (mark === ':' && !this.#isColon(at)))
      return this.#scalar(at, before, outer)
    this.#gap(before, at)
    const top = this.#open.at(-1)
    if (mark === '{' || mark === '[') this.#push(mark, at, column)
    else if (mark === '}' || mark === ']') this.#pop(at)
    else if (top && mark === ',') this.#comma(top)
    else if (top?.kind === 'object' && top.next === 'colon') top.next = 'value'
    return at + 1
  }

  /** A colon with a blank or a bracket behind it, or behind a key in quotation marks. */
  #isColon(at: number): boolean {
    return /[\s,[\]{}]|^$/.test(this.#text[at + 1] ?? '') || /["']/.test(this.#text[at - 1] ?? '')
  }

  #push(mark: string, from: number, column: number): void {
    const top = this.#open.at(-1)
    const path = top ? [...top.path, top.at] : this.#outer
    if (top) top.next = 'comma'
    if (mark === '{') this.#open.push({ kind: 'object', path, from, at: '', next: 'key' })
    else {
      this.#open.push({ kind: 'list', path, from, at: '0', next: 'value' })
      this.#lists.set(path.join('\n'), { path, style: 'flow', column, from, to: from + 1, wantsComma: null })
    }
  }

  #pop(at: number): void {
    const top = this.#open.pop()
    if (top?.kind !== 'list') return
    const name = top.path.join('\n')
    const list = this.#lists.get(name)
    if (list) this.#lists.set(name, { ...list, to: at + 1, wantsComma: top.next === 'comma' })
  }

  #comma(top: Open): void {
    top.next = top.kind === 'object' ? 'key' : 'value'
    if (top.kind === 'list') top.at = `${Number(top.at) + 1}`
  }

  #scalar(from: number, before: number, column: number): number {
    const text = this.#text
    const isQuoted = text[from] === '"' || text[from] === "'"
    const to = isQuoted ? quotedEnd(text, from, column) : this.#plainEnd(from)
    const top = this.#open.at(-1)
    if (this.#caret.isIn(before, from - 1)) this.#gap(before, from - 1)
    if (!top || top.next === 'colon' || top.next === 'comma') {
      if (this.#caret.isIn(from, to)) this.#caret.settle(null)
      return to
    }
    const isKey = top.next === 'key'
    const name = unquoted(text.slice(from, to))
    if (isKey) top.at = name
    this.#written.push({ path: [...top.path, top.at], kind: isKey ? 'key' : 'value', text: name, from, to })
    if (this.#caret.isIn(from, to)) {
      const hasColon = isKey && text[skipSpaces(text, to)] === ':'
      this.#caret.settle({ ...this.#placeIn(top), hasColon }, from, to)
    }
    top.next = isKey ? 'colon' : 'comma'
    return to
  }

  #plainEnd(from: number): number {
    const text = this.#text
    let at = from
    for (; at < text.length; at += 1) {
      const one = text[at] ?? ''
      if ('{}[],\n'.includes(one)) break
      if (one === ':' && at > from && this.#isColon(at)) break
      if (one === '#' && /\s/.test(text[at - 1] ?? '')) break
    }
    return from + Math.max(1, text.slice(from, at).trimEnd().length)
  }

  /** The caret stands where nothing is yet. */
  #gap(from: number, to: number): void {
    const top = this.#open.at(-1)
    if (!top || !this.#caret.isIn(from, to)) return
    if (top.next === 'colon' || top.next === 'comma') this.#caret.settle(null)
    // Right behind a colon a blank is missing.
    else if (top.kind === 'object' && top.next === 'value' && !this.#caret.isIn(from + 1, to))
      this.#caret.settle(null)
    else this.#caret.settle({ ...this.#placeIn(top), hasColon: false })
  }

  #placeIn({ path, at, next }: Open) {
    const isKey = next === 'key'
    return { keyIn: isKey ? path : null, valueAt: isKey ? null : [...path, at], style: 'flow' } as const
  }
}
