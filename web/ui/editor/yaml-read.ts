import { FlowReader } from './yaml-flow.ts'
import { Caret, entryOf, type Found, type Frame, type Listed, type Written } from './yaml-parts.ts'
import {
  blockScalar,
  bodyEnd,
  keyAt,
  lineEnd,
  plainEnd,
  propertiesEnd,
  quotedEnd,
  skipSpaces,
  unquoted,
} from './yaml-tokens.ts'

export interface ReadYaml {
  readonly written: readonly Written[]
  readonly lists: readonly Listed[]
  readonly found: Found | null
}

/**
 * Reads what it can of a YAML text that is half-written, in block and flow style, by its indentation: what breaks off is
 * taken to end where the next line stands too far left to belong to it.
 */
export function readYaml(text: string, caret: number | null = null): ReadYaml {
  const reader = new Reader(text, caret)
  reader.read()
  return { written: reader.written, lists: [...reader.lists.values()], found: reader.caret.found }
}

class Reader {
  readonly written: Written[] = []
  readonly lists = new Map<string, Listed>()
  readonly caret: Caret
  readonly #text: string
  readonly #frames: Frame[] = []
  readonly #whole: Frame = { kind: 'whole', column: -1, path: [], at: '', isFilled: false }
  #at = 0
  #start = 0

  constructor(text: string, caret: number | null) {
    this.#text = text
    this.caret = new Caret(caret)
  }

  get #top(): Frame {
    return this.#frames.at(-1) ?? this.#whole
  }

  read(): void {
    while (this.#at <= this.#text.length) this.#line()
  }

  #line(): void {
    const start = this.#at
    const end = lineEnd(this.#text, start)
    this.#start = start
    this.#at = end + 1
    const from = skipSpaces(this.#text, start)
    if (from >= end) this.#blank(start, end)
    else if (/^(---|\.\.\.)(\s|$)/.test(this.#text.slice(start, start + 4))) this.#begin()
    else if (this.#text[from] === '#') return
    else this.#content(from, end)
  }

  #begin(): void {
    this.#frames.length = 0
    this.#whole.isFilled = false
  }

  /** A line on which nothing stands yet: the column of the caret says what could. */
  #blank(start: number, end: number): void {
    const { at } = this.caret
    if (at === null || !this.caret.isIn(start, end)) return
    this.#leave(at - start, false)
    this.#offer(at - start)
  }

  #content(from: number, end: number): void {
    let at = from
    while (this.#text[at] === '-' && /\s|^$/.test(this.#text[at + 1] ?? '')) {
      this.#item(at - this.#start, at)
      const next = skipSpaces(this.#text, at + 1)
      if (next >= end || this.#text[next] === '#') {
        if (this.caret.isIn(at + 2, next)) this.#offer(at + 2 - this.#start)
        return
      }
      at = next
    }
    const key = keyAt(this.#text, at, end)
    if (key) this.#key(key, at, end)
    else this.#bare(at, end)
  }

  /** Leaves what stands further right than a column, and the list at it where no dash goes on with it. */
  #leave(column: number, isItem: boolean): void {
    while (this.#top.column > column) this.#frames.pop()
    if (!isItem && this.#top.kind === 'list' && this.#top.column === column) this.#frames.pop()
  }

  #open(kind: 'object' | 'list', column: number): Frame {
    const parent = this.#top
    const frame: Frame = { kind, column, path: entryOf(parent), at: '-1', isFilled: false }
    parent.isFilled = true
    this.#frames.push(frame)
    return frame
  }

  #item(column: number, at: number): void {
    this.#leave(column, true)
    const isSame = this.#top.kind === 'list' && this.#top.column === column
    const list = isSame ? this.#top : this.#open('list', column)
    list.at = `${Number(list.at) + 1}`
    list.isFilled = false
    if (!isSame)
      this.lists.set(list.path.join('\n'), {
        path: list.path,
        style: 'block',
        column,
        from: at,
        to: at + 1,
        wantsComma: null,
      })
    this.#grow(at + 1)
  }

  /** What is read belongs to every list that is under way. */
  #grow(to: number): void {
    for (const { kind, path } of this.#frames) {
      const list = kind === 'list' ? this.lists.get(path.join('\n')) : undefined
      if (list && list.to < to) this.lists.set(path.join('\n'), { ...list, to })
    }
  }

  #key({ name, to, after }: { name: string; to: number; after: number }, from: number, end: number): void {
    const column = from - this.#start
    this.#leave(column, false)
    const isSame = this.#top.kind === 'object' && this.#top.column === column
    const frame = isSame ? this.#top : this.#open('object', column)
    frame.at = name
    frame.isFilled = false
    this.written.push({ path: entryOf(frame), kind: 'key', text: name, from, to })
    this.#grow(after)
    if (this.caret.isIn(from, to))
      this.caret.settle({ keyIn: frame.path, valueAt: null, style: 'block', hasColon: true }, from, to)
    this.#value(after, end, frame, null)
  }

  /** No key yet: the beginning of one, an item of a list, or what goes on from the line before. */
  #bare(from: number, end: number): void {
    const column = from - this.#start
    this.#leave(column, false)
    const top = this.#top
    const isKey = top.kind === 'object' && top.column === column
    const to = plainEnd(this.#text, from, end)
    if (isKey || top.isFilled) {
      if (this.caret.isIn(from, to)) this.#offer(column, from, to)
      else if (this.caret.isIn(to, end)) this.caret.settle(null)
      this.#grow(to)
    } else this.#value(from, end, top, entryOf(top))
  }

  /** Offers what fits a column: a key of the object there, or of a new one, or a value. */
  #offer(column: number, from?: number, to?: number): void {
    const top = this.#top
    const block = { style: 'block', hasColon: false } as const
    if (top.kind === 'object' && top.column === column)
      this.caret.settle({ ...block, keyIn: top.path, valueAt: null }, from, to)
    else if (top.isFilled) this.caret.settle(null)
    else this.caret.settle({ ...block, keyIn: entryOf(top), valueAt: entryOf(top) }, from, to)
  }

  #value(after: number, end: number, frame: Frame, keyIn: readonly string[] | null): void {
    const text = this.#text
    const from = propertiesEnd(text, skipSpaces(text, after), end)
    const isComment = text[from] === '#' && from > after
    const valueAt = entryOf(frame)
    const found = { keyIn, valueAt, style: 'block', hasColon: false } as const
    if (from >= end || isComment) {
      if (this.caret.isIn(after + 1, from)) this.caret.settle(found)
      return
    }
    frame.isFilled = true
    const first = text[from]
    if (first === '{' || first === '[') {
      const flow = new FlowReader(text, this.caret, this.written, this.lists)
      this.#pass(flow.read(from, from - this.#start, frame))
    } else if (blockScalar.test(text.slice(from, end))) {
      const to = bodyEnd(text, end, frame.column)
      if (this.caret.isIn(from, to)) this.caret.settle(null)
      this.#pass(to)
    } else {
      const isQuoted = first === '"' || first === "'"
      const to = isQuoted ? quotedEnd(text, from, frame.column) : plainEnd(text, from, end)
      this.written.push({ path: valueAt, kind: 'value', text: unquoted(text.slice(from, to)), from, to })
      if (this.caret.isIn(from, to)) this.caret.settle(found, from, to)
      this.#pass(to)
    }
  }

  /** Goes on with the line behind what was read. */
  #pass(to: number): void {
    this.#grow(to)
    const end = lineEnd(this.#text, to)
    if (this.caret.isIn(to, end)) this.caret.settle(null)
    this.#at = end + 1
  }
}
