import { Unsupported } from './syntax.ts'

export type Token =
  | { readonly kind: 'field' | 'name' | 'variable' | 'number' | 'format' | 'mark'; readonly text: string }
  /** A string as it stands, up to where an interpolation or its end is reached. */
  | { readonly kind: 'quote' }
  | { readonly kind: 'end' }

const blank = /(?:\s+|#[^\n]*)*/y
/** In this order: what is longer goes before what it begins with. */
const shapes = [
  ['field', /\.(?:[A-Za-z_]\w*)/y],
  ['number', /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['variable', /\$(?:__)?[A-Za-z_]\w*/y],
  ['name', /(?:[A-Za-z_]\w*::)*[A-Za-z_]\w*/y],
  ['format', /@[A-Za-z0-9]+/y],
  ['mark', /\?\/\/=?|\/\/=|\|=|[+\-*/%]=|==|!=|<=|>=|\/\/|\.\.|[.[\]{}()|,:;+\-*/%<>?=$]/y],
] as const

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

/** Reads the words of a jq program one by one; strings are read piece by piece, since programs may stand in them. */
export class Scanner {
  readonly #text: string
  #at = 0
  #token: Token | null = null
  #left: number

  constructor(text: string, mostWords = Number.POSITIVE_INFINITY) {
    this.#text = text
    this.#left = mostWords
  }

  peek(): Token {
    this.#token ??= this.#scan()
    return this.#token
  }

  next(): Token {
    const token = this.peek()
    this.#token = null
    this.#left -= 1
    if (this.#left < 0) throw new Unsupported('so many words')
    return token
  }

  /** The next piece of a string, after its quote or after an interpolation in it. */
  piece(): { readonly text: string; readonly isLast: boolean } {
    let text = ''
    for (;;) {
      const letter = this.#text[this.#at]
      if (letter === undefined) throw new Unsupported('a string without an end')
      this.#at += 1
      if (letter === '"') return { text, isLast: true }
      if (letter !== '\\') {
        text += letter
        continue
      }
      const escaped = this.#text[this.#at] ?? ''
      this.#at += 1
      if (escaped === '(') return { text, isLast: false }
      text += escaped === 'u' ? this.#codeUnit() : this.#escape(escaped)
    }
  }

  #escape(letter: string): string {
    const meant = escapes[letter]
    if (meant === undefined) throw new Unsupported(`the escape \\${letter}`)
    return meant
  }

  #codeUnit(): string {
    const digits = this.#text.slice(this.#at, this.#at + 4)
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Unsupported('an escape of other than four digits')
    this.#at += 4
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  #scan(): Token {
    blank.lastIndex = this.#at
    blank.exec(this.#text)
    this.#at = blank.lastIndex
    if (this.#at >= this.#text.length) return { kind: 'end' }
    if (this.#text[this.#at] === '"') {
      this.#at += 1
      return { kind: 'quote' }
    }
    for (const [kind, shape] of shapes) {
      shape.lastIndex = this.#at
      const [text] = shape.exec(this.#text) ?? []
      if (text === undefined) continue
      this.#at = shape.lastIndex
      return { kind, text }
    }
    throw new Unsupported(`the letter ${this.#text[this.#at]}`)
  }
}
