import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type YAMLMap } from 'yaml'
import { readYaml, TooDeep, type YamlDocument, yamlSentence } from '../yaml.ts'
import type { MappingFinding } from './config.ts'
import { nearest } from './options.ts'

/** A mapping is written by hand; more than this is none. */
const mostBytes = 1024 * 1024
/** Names for repeated parts may be used so often: what grows without end is refused. */
const mostAliases = 100

/** A place in a YAML text, and what was found wrong so far. */
export class Place {
  readonly path: string
  readonly #node: Node | null
  readonly #text: Text

  private constructor(text: Text, node: Node | null, path: string) {
    this.#text = text
    this.#node = resolved(text, node)
    this.path = path
  }

  /** Null when the text cannot be read at all; then the findings say why. */
  static read(text: string, findings: MappingFinding[]): Place | null {
    if (Buffer.byteLength(text) > mostBytes) {
      findings.push({ ...start, message: `The file is larger than ${mostBytes / 1024 / 1024} MB.` })
      return null
    }
    const lines = new LineCounter()
    const tell = (offset: number, message: string) => {
      const { line, col: column } = lines.linePos(offset)
      const isTold = findings.some((one) => one.line === line && one.message === message)
      if (!isTold) findings.push({ ...start, line, column, message })
    }
    const documents = readOrTell(text, lines, tell)
    for (const document of documents)
      for (const error of document.errors) tell(error.pos[0], yamlSentence(error))
    const [document, more] = documents
    if (more) tell(more.range[0], 'A mapping is one document: here begins another.')
    if (!document || findings.length > 0) return null
    const held: Text = { lines, findings, document, aliases: { left: mostAliases } }
    return new Place(held, document.contents as Node | null, '')
  }

  get line(): number {
    return this.#position().line
  }

  /** What would be better is shown beside it. */
  problem(message: string, mended: string | null = null): void {
    this.#tell('error', message, { mended })
  }

  /** As `problem`, where what would be better can be put in the place of what is written. */
  mistake(message: string, mended: string | null): void {
    this.#tell('error', message, { mended, edit: mended === null ? null : this.#edit(mended) })
  }

  warn(message: string): void {
    this.#tell('warning', message)
  }

  /** Warns of an expression that can be put right. */
  mend(message: string, mended: string): void {
    this.#tell('warning', message, { mended, edit: this.#edit(`'${mended.replaceAll("'", "''")}'`) })
  }

  #tell(
    level: MappingFinding['level'],
    message: string,
    better: Partial<Pick<MappingFinding, 'mended' | 'edit'>> = {},
  ) {
    this.#text.findings.push({
      ...{ level, ...this.#position(), path: this.path, message, mended: null, edit: null },
      ...better,
    })
  }

  /** Texts over several lines are mended by hand: where they end depends on what is around them. */
  #edit(text: string): MappingFinding['edit'] {
    const node = this.#node
    if (!isScalar(node) || !node.range || node.type === 'BLOCK_FOLDED' || node.type === 'BLOCK_LITERAL')
      return null
    const [from, to] = node.range
    return { from, to, text }
  }

  /** Whether nothing stands there. */
  get isEmpty(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null)
  }

  get isObject(): boolean {
    return isMap(this.#node)
  }

  get isList(): boolean {
    return isSeq(this.#node)
  }

  /** A single value; undefined when it is a list or an object. */
  get scalar(): unknown {
    return isScalar(this.#node) ? this.#node.value : undefined
  }

  /** As it is written, for a number or a yes that is meant as an expression. */
  get source(): string {
    return isScalar(this.#node) ? (this.#node.source ?? String(this.#node.value)) : ''
  }

  items(): Place[] {
    if (!isSeq(this.#node)) return []
    return this.#node.items.map(
      (item, at) => new Place(this.#text, item as Node | null, `${this.path}[${at}]`),
    )
  }

  /** The keys of an object with what stands under them. Keys that are not known are problems when there is a list. */
  entries(known: readonly string[] | null = null): Map<string, Place> {
    const found = new Map<string, Place>()
    if (!isMap(this.#node)) return found
    for (const { key, value } of (this.#node as YAMLMap<Node, Node | null>).items) {
      const name = isScalar(key) ? String(key.value) : ''
      const path = this.path === '' ? name : `${this.path}.${name}`
      if (known && !known.includes(name)) {
        const meant = nearest(name, known)
        const hint = meant ? ` Did you mean ${meant}?` : ` Known here: ${known.join(', ')}.`
        new Place(this.#text, key, path).mistake(`There is no ${name || 'such key'} here.${hint}`, meant)
      } else found.set(name, new Place(this.#text, value ?? null, path).at(key))
    }
    return found
  }

  /** The same place, told by its key where it has no value of its own. */
  private at(key: Node): Place {
    return this.#node === null ? new Place(this.#text, key, this.path).emptied() : this
  }

  private emptied(): Place {
    const place = new Place(this.#text, null, this.path)
    place.#fallback = this.#position()
    return place
  }

  #fallback: { line: number; column: number } | null = null

  #position(): { line: number; column: number } {
    const at = this.#node?.range?.[0]
    if (at === undefined) return this.#fallback ?? { line: 1, column: 1 }
    const { line, col: column } = this.#text.lines.linePos(at)
    return { line, column }
  }
}

interface Text {
  readonly lines: LineCounter
  readonly findings: MappingFinding[]
  readonly document: YamlDocument
  readonly aliases: { left: number }
}

const start = { level: 'error', line: 1, column: 1, path: '', mended: null, edit: null } as const

function resolved(text: Text, node: Node | null): Node | null {
  if (!isAlias(node)) return node
  text.aliases.left -= 1
  if (text.aliases.left < 0) throw new TooManyAliases()
  const meant = node.resolve(text.document)
  if (meant) return meant
  const { line, col: column } = text.lines.linePos(node.range?.[0] ?? 0)
  const message = `Nothing is called ${node.source} before it.`
  text.findings.push({ ...start, line, column, message })
  return null
}

/** One part that stands for so many others that reading them all would not end. */
export class TooManyAliases extends Error {}

function readOrTell(
  text: string,
  lines: LineCounter,
  tell: (offset: number, message: string) => void,
): YamlDocument[] {
  try {
    return readYaml(text, lines, true)
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    tell(error.offset, error.message)
    return []
  }
}
