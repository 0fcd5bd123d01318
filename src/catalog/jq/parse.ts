import { Scanner } from './scanner.ts'
import { type Node, type Operator, Unsupported } from './syntax.ts'

const identity: Node = { kind: 'identity' }

/** How deep expressions may stand in each other: what is written by hand does not come near it. */
const deepest = 100

/** So many words it may have: each may stand around all others, and takes its part of the stack then. */
const mostWords = 1_000

/** Reads an expression. Throws `Unsupported` for what the fast path does not know, right or wrong. */
export function parse(text: string): Node {
  const parser = new Parser(new Scanner(text, mostWords))
  const node = parser.pipe()
  parser.end()
  return node
}

class Parser {
  readonly #scanner: Scanner
  #depth = 0

  constructor(scanner: Scanner) {
    this.#scanner = scanner
  }

  end(): void {
    if (this.#scanner.peek().kind !== 'end') throw new Unsupported('more than an expression')
  }

  pipe(): Node {
    this.#depth += 1
    if (this.#depth > deepest) throw new Unsupported('so many expressions in each other')
    const left = this.#comma()
    const node: Node = this.#takes('|') ? { kind: 'pipe', left, right: this.pipe() } : left
    this.#depth -= 1
    return node
  }

  #comma(): Node {
    let left = this.#otherwise()
    while (this.#takes(',')) left = { kind: 'comma', left, right: this.#otherwise() }
    return left
  }

  #otherwise(): Node {
    const left = this.#or()
    return this.#takes('//') ? { kind: 'otherwise', left, right: this.#otherwise() } : left
  }

  #or(): Node {
    let left = this.#and()
    while (this.#takes('or')) left = { kind: 'or', left, right: this.#and() }
    return left
  }

  #and(): Node {
    let left = this.#comparison()
    while (this.#takes('and')) left = { kind: 'and', left, right: this.#comparison() }
    return left
  }

  #comparison(): Node {
    const left = this.#sum()
    const operator = this.#operator(['==', '!=', '<', '<=', '>', '>='])
    return operator ? { kind: 'operation', operator, left, right: this.#sum() } : left
  }

  #sum(): Node {
    let left = this.#product()
    for (;;) {
      const operator = this.#operator(['+', '-'])
      if (!operator) return left
      left = { kind: 'operation', operator, left, right: this.#product() }
    }
  }

  #product(): Node {
    if (this.#takes('-')) return { kind: 'negate', body: this.#product() }
    let left = this.#term()
    for (;;) {
      const operator = this.#operator(['*', '/', '%'])
      if (!operator) return left
      left = { kind: 'operation', operator, left, right: this.#term() }
    }
  }

  #term(): Node {
    const node = this.#path()
    return this.#takes('as') ? this.#bind(node) : node
  }

  /** A value and the steps into it. */
  #path(): Node {
    const first = this.#scanner.peek()
    let node = this.#primary()
    // What stands in brackets is tried as a whole.
    let isWhole = first.kind === 'mark' && first.text === '('
    for (;;) {
      const next = this.#step(node, isWhole)
      if (!next) return node
      node = next
      isWhole = false
    }
  }

  #step(of: Node, isWhole: boolean): Node | null {
    const token = this.#scanner.peek()
    if (token.kind === 'field') {
      this.#scanner.next()
      return { kind: 'field', of, name: token.text.slice(1) }
    }
    if (this.#takes('[')) return this.#brackets(of)
    if (this.#takes('?')) return isWhole ? { kind: 'attempt', body: of } : attempted(of)
    return this.#takes('.') ? this.#afterDot(of) : null
  }

  #afterDot(of: Node): Node {
    if (this.#takes('[')) return this.#brackets(of)
    if (this.#scanner.peek().kind !== 'quote') throw new Unsupported('a dot before something else')
    return { kind: 'index', of, at: this.#string(null) }
  }

  #brackets(of: Node): Node {
    if (this.#takes(']')) return { kind: 'each', of }
    if (this.#takes(':')) {
      const to = this.pipe()
      this.#expect(']')
      return { kind: 'slice', of, from: null, to }
    }
    const at = this.pipe()
    if (this.#takes(':')) {
      if (this.#takes(']')) return { kind: 'slice', of, from: at, to: null }
      const to = this.pipe()
      this.#expect(']')
      return { kind: 'slice', of, from: at, to }
    }
    this.#expect(']')
    return { kind: 'index', of, at }
  }

  #bind(source: Node): Node {
    const name = this.#variable()
    this.#expect('|')
    return { kind: 'bind', source, name, body: this.pipe() }
  }

  #primary(): Node {
    const token = this.#scanner.next()
    switch (token.kind) {
      case 'field':
        return { kind: 'field', of: identity, name: token.text.slice(1) }
      case 'number':
        return { kind: 'literal', value: numberOf(token.text) }
      case 'variable':
        return { kind: 'variable', name: token.text }
      case 'quote':
        return this.#stringRest(null)
      case 'format':
        return this.#scanner.peek().kind === 'quote'
          ? this.#string(token.text)
          : { kind: 'format', name: token.text }
      case 'name':
        return this.#named(token.text)
      case 'mark':
        return this.#marked(token.text)
      case 'end':
        throw new Unsupported('an expression without an end')
    }
  }

  #marked(mark: string): Node {
    if (mark === '.') {
      if (this.#scanner.peek().kind === 'quote')
        return { kind: 'index', of: identity, at: this.#string(null) }
      return identity
    }
    if (mark === '..') return { kind: 'everything' }
    if (mark === '(') {
      const node = this.pipe()
      this.#expect(')')
      return node
    }
    if (mark === '[') {
      if (this.#takes(']')) return { kind: 'array', body: null }
      const body = this.pipe()
      this.#expect(']')
      return { kind: 'array', body }
    }
    if (mark === '{') return this.#object()
    throw new Unsupported(`${mark} at the start`)
  }

  #named(name: string): Node {
    if (name === 'null') return { kind: 'literal', value: null }
    if (name === 'true' || name === 'false') return { kind: 'literal', value: name === 'true' }
    if (name === 'if') return this.#if()
    if (name === 'try') return this.#try()
    if (name === 'reduce') return this.#reduce()
    if (reserved.has(name)) throw new Unsupported(name)
    const given: Node[] = []
    if (this.#takes('(')) {
      do given.push(this.pipe())
      while (this.#takes(';'))
      this.#expect(')')
    }
    return { kind: 'call', name, arguments: given }
  }

  #if(): Node {
    const condition = this.pipe()
    this.#expect('then')
    const then = this.pipe()
    if (this.#takes('elif')) return { kind: 'if', condition, then, otherwise: this.#if() }
    const otherwise = this.#takes('else') ? this.pipe() : identity
    this.#expect('end')
    return { kind: 'if', condition, then, otherwise }
  }

  #try(): Node {
    const body = this.#term()
    if (this.#takes('catch')) throw new Unsupported('catch')
    return { kind: 'attempt', body }
  }

  #reduce(): Node {
    const source = this.#path()
    this.#expect('as')
    const name = this.#variable()
    this.#expect('(')
    const start = this.pipe()
    this.#expect(';')
    const update = this.pipe()
    this.#expect(')')
    return { kind: 'reduce', source, name, start, update }
  }

  #object(): Node {
    const entries: (readonly [Node, Node])[] = []
    if (this.#takes('}')) return { kind: 'object', entries }
    do entries.push(this.#entry())
    while (this.#takes(','))
    this.#expect('}')
    return { kind: 'object', entries }
  }

  #entry(): readonly [Node, Node] {
    const token = this.#scanner.next()
    if (token.kind === 'variable')
      return [
        { kind: 'literal', value: token.text.slice(1) },
        { kind: 'variable', name: token.text },
      ]
    const key = this.#key(token)
    if (this.#takes(':')) return [key, this.#entryValue()]
    if (token.kind === 'mark') throw new Unsupported('a key without a value')
    return [key, { kind: 'index', of: identity, at: key }]
  }

  #key(token: ReturnType<Scanner['next']>): Node {
    if (token.kind === 'name') return { kind: 'literal', value: token.text }
    if (token.kind === 'quote') return this.#stringRest(null)
    if (token.kind === 'mark' && token.text === '(') {
      const node = this.pipe()
      this.#expect(')')
      return node
    }
    throw new Unsupported('such a key')
  }

  /** Between the commas of an object there are terms and pipes of them, and nothing weaker. */
  #entryValue(): Node {
    const left: Node = this.#takes('-') ? { kind: 'negate', body: this.#term() } : this.#term()
    return this.#takes('|') ? { kind: 'pipe', left, right: this.#entryValue() } : left
  }

  #string(format: string | null): Node {
    this.#scanner.next()
    return this.#stringRest(format)
  }

  #stringRest(format: string | null): Node {
    const parts: (string | Node)[] = []
    for (;;) {
      const { text, isLast } = this.#scanner.piece()
      if (text !== '') parts.push(text)
      if (isLast) break
      parts.push(this.pipe())
      this.#expect(')')
    }
    if (parts.every((part) => typeof part === 'string')) return { kind: 'literal', value: parts.join('') }
    return { kind: 'text', format, parts }
  }

  #variable(): string {
    const token = this.#scanner.next()
    if (token.kind !== 'variable') throw new Unsupported('a pattern')
    return token.text
  }

  #operator<O extends Operator>(known: readonly O[]): O | null {
    const token = this.#scanner.peek()
    const operator = known.find((one) => token.kind === 'mark' && token.text === one)
    if (!operator) return null
    this.#scanner.next()
    return operator
  }

  #takes(text: string): boolean {
    const token = this.#scanner.peek()
    if ((token.kind !== 'mark' && token.kind !== 'name') || token.text !== text) return false
    this.#scanner.next()
    return true
  }

  #expect(text: string): void {
    if (!this.#takes(text)) throw new Unsupported(`something else where ${text} is due`)
  }
}

/** Right after a step of a path, `?` is about that step alone. */
function attempted(node: Node): Node {
  if (node.kind === 'field' || node.kind === 'each')
    return { kind: 'pipe', left: node.of, right: { kind: 'attempt', body: { ...node, of: identity } } }
  if (node.kind !== 'index' && node.kind !== 'slice') return { kind: 'attempt', body: node }
  const places = node.kind === 'index' ? [node.at] : [node.from, node.to]
  // A place that is computed is computed from what the path began with.
  if (places.some((place) => place !== null && place.kind !== 'literal')) throw new Unsupported('such a path')
  return { kind: 'pipe', left: node.of, right: { kind: 'attempt', body: { ...node, of: identity } } }
}

const reserved = new Set([
  ...['def', 'foreach', 'label', 'import', 'include', 'module', '__loc__'],
  ...['then', 'elif', 'else', 'end', 'as', 'catch', 'and', 'or'],
])

/** The reference engine keeps how a number was written: what it would show in another way is left to it. */
function numberOf(text: string): number {
  if (!/^(?:0|[1-9]\d{0,14})(?:\.\d{0,5}[1-9])?$/.test(text)) throw new Unsupported(`the number ${text}`)
  return Number(text)
}
