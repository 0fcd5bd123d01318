import { isMap, isScalar, isSeq, LineCounter, type Node, Scalar, visit } from 'yaml'
import { isTooDeep } from '../../catalog/blueprints/shape.ts'
import type { Finding } from '../../catalog/mapping/config.ts'
import { readYaml, TooDeep, type YamlDocument, yamlSentence } from '../../catalog/yaml.ts'
import type { File } from './files.ts'

interface Source {
  readonly root: Node | null
  readonly text: string
  readonly lines: LineCounter
  /** Where the document begins. */
  readonly start: number
}

/** One document of a file, and what is wrong with it. */
export class Document {
  readonly file: string
  /** Its place in the file, from 1. */
  readonly number: number
  readonly value: Readonly<Record<string, unknown>>
  readonly findings: Finding[] = []
  readonly #source: Source

  constructor(file: string, number: number, value: Readonly<Record<string, unknown>>, source: Source) {
    this.file = file
    this.number = number
    this.value = value
    this.#source = source
  }

  get isWrong(): boolean {
    return this.findings.some(({ level }) => level === 'error')
  }

  get line(): number {
    return this.#placeOf('').line
  }

  problem(path: string, message: string, mended: string | null = null): void {
    this.findings.push({ level: 'error', ...this.#placeOf(path), path, message, mended })
  }

  problemAt(offset: number, message: string): void {
    const { line, col: column } = this.#source.lines.linePos(offset)
    this.findings.push({ level: 'error', line, column, path: '', message, mended: null })
  }

  /** What was found in a part of it that was looked at by itself, where that stands in the file. */
  found(part: string, finding: Finding): void {
    const path = finding.path === '' ? part : `${part}.${finding.path}`
    this.findings.push({ ...finding, ...this.#placeOf(path), path })
  }

  /** What was found in a text that stands in it. */
  foundInText(part: string, finding: Finding): void {
    const node = nodeAt(this.#source.root, part)
    const place = this.#placeOf(part)
    const inside = isScalar(node) && node.type === Scalar.BLOCK_LITERAL ? this.#inBlock(node, finding) : null
    const message = inside ? finding.message : `Line ${finding.line} of it: ${finding.message}`
    this.findings.push({ ...finding, ...(inside ?? place), message })
  }

  /** A block has the lines of its text, moved to the right. */
  #inBlock(node: Scalar, { line, column }: Finding): { line: number; column: number } | null {
    const start = this.#source.lines.linePos(node.range?.[0] ?? 0).line
    const wanted = String(node.value).split('\n')[line - 1]
    const found = this.#source.text.split('\n')[start + line - 1]?.replace(/\r$/, '')
    if (wanted === undefined || found === undefined || !found.endsWith(wanted)) return null
    return { line: start + line, column: column + found.length - wanted.length }
  }

  #placeOf(path: string): { line: number; column: number } {
    const { line, col: column } = this.#source.lines.linePos(
      nodeAt(this.#source.root, path)?.range?.[0] ?? this.#source.start,
    )
    return { line, column }
  }
}

/** The documents of a file; those that cannot be read have no value, and say why. */
export function readDocuments({ name, text }: File): Document[] {
  const lines = new LineCounter()
  try {
    return readYaml(text, lines).flatMap((one, at) => {
      const root = one.contents as Node | null
      if (one.errors.length === 0 && isNothing(root)) return []
      return readDocument(name, at + 1, one, { root, text, lines, start: one.range[0] })
    })
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    const document = new Document(name, 1, {}, { root: null, text, lines, start: error.offset })
    document.problem('', tooDeep)
    return [document]
  }
}

function readDocument(file: string, number: number, parsed: YamlDocument, source: Source): Document {
  const read = parsed.errors.length > 0 ? null : readValue(parsed)
  const value = read && 'value' in read ? read.value : null
  const isFit = isRecord(value) && !isTooDeep(value)
  const document = new Document(file, number, isFit ? value : {}, source)
  for (const error of parsed.errors) document.problemAt(error.pos[0], yamlSentence(error))
  if (read && 'message' in read) document.problemAt(read.at, read.message)
  else if (read && !isFit)
    document.problem('', isRecord(value) ? tooDeep : 'A document is an object with a `kind`.')
  return document
}

const tooDeep = 'Its parts lie too deep in each other.'

/** A value, or why there is none. */
type Read = { readonly value: unknown } | { readonly message: string; readonly at: number }

function readValue(document: YamlDocument): Read {
  try {
    return { value: document.toJS() }
  } catch (error) {
    // Names for repeated parts that are not there, or that stand for more than can be held.
    if (!(error instanceof ReferenceError)) throw error
    let at: number | null = null
    visit(document, {
      Alias(_, alias) {
        if (alias.resolve(document)) return undefined
        at = alias.range?.[0] ?? null
        return visit.BREAK
      },
    })
    return at === null ? { message: endless, at: document.range[0] } : { message: `${error.message}.`, at }
  }
}

const endless = 'Parts of it are repeated by name so often that it would grow without end.'

function isNothing(root: Node | null): boolean {
  return root === null || (isScalar(root) && root.value === null)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Names in a path are parted by dots, and may have some themselves. The nearest node that is there. */
function nodeAt(node: Node | null, path: string): Node | null {
  if (path === '') return node
  if (isSeq(node)) {
    const [, index = '', rest = ''] = /^([0-9]+)\.?(.*)$/s.exec(path) ?? []
    const item = node.items[Number(index)] as Node | null | undefined
    return (index !== '' && item && nodeAt(item, rest)) || node
  }
  if (!isMap(node)) return node
  const [named] = node.items
    .flatMap(({ key, value }) => (isScalar(key) ? [{ key, name: String(key.value), value }] : []))
    .filter(({ name }) => path === name || path.startsWith(`${name}.`))
    .sort((left, right) => right.name.length - left.name.length)
  if (!named) return node
  return nodeAt((named.value as Node | null) ?? named.key, path.slice(named.name.length + 1))
}
