/** Where the line ends that a place is on. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

export function skipSpaces(text: string, at: number): number {
  let here = at
  while (text[here] === ' ' || text[here] === '\t') here += 1
  return here
}

/** Behind anchors and tags. */
export function propertiesEnd(text: string, at: number, end: number): number {
  const [found = ''] = /^(?:[&!]\S*[ \t]*)+/.exec(text.slice(at, end)) ?? []
  return at + found.length
}

/** Where a value without quotation marks ends: before a comment, and the blanks before that. */
export function plainEnd(text: string, from: number, end: number): number {
  const comment = text.slice(from, end).search(/\s#/)
  const line = comment < 0 ? text.slice(from, end) : text.slice(from, from + comment)
  return from + line.trimEnd().length
}

export const blockScalar = /^[|>][-+0-9]*[ \t]*(?:#.*)?$/

/** Where the lines of a block scalar end; blank lines behind the last are not counted. */
export function bodyEnd(text: string, headEnd: number, column: number): number {
  let last = headEnd
  for (let at = headEnd + 1; at <= text.length; ) {
    const end = lineEnd(text, at)
    const from = skipSpaces(text, at)
    if (from < end && from - at <= column) break
    if (from < end) last = end
    at = end + 1
  }
  return last
}

/**
 * Behind the closing quotation mark. One that is missing is taken to be where the next line stands too far left to go
 * on with it.
 */
export function quotedEnd(text: string, from: number, column: number): number {
  const mark = text[from]
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\' && mark === '"') at += 1
    else if (text[at] === mark && mark === "'" && text[at + 1] === mark) at += 1
    else if (text[at] === mark) return at + 1
    else if (text[at] === '\n' && isLeftOf(text, at + 1, column)) return at
  }
  return text.length
}

/** Whether the next line that is not blank begins at a column or left of it. */
export function isLeftOf(text: string, start: number, column: number): boolean {
  const from = text.slice(start).search(/\S/)
  if (from < 0) return false
  return from - (text.lastIndexOf('\n', start + from) + 1 - start) <= column
}

interface Key {
  readonly name: string
  readonly to: number
  /** Behind the colon. */
  readonly after: number
}

/** The key that a line begins with. */
export function keyAt(text: string, from: number, end: number): Key | null {
  const line = text.slice(from, end)
  const quoted = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*:(?=\s|$)/.exec(line)
  const plain = quoted ? null : /^([^\s"'{}[\],#&*!|>%@`](?:(?!\s#).)*?)[ \t]*:(?=\s|$)/.exec(line)
  const [whole = '', name = ''] = quoted ?? plain ?? []
  if (whole === '') return null
  return { name: unquoted(name), to: from + name.length, after: from + whole.length }
}

/** What a text says inside its quotation marks, of which the closing one may be missing. */
export function unquoted(source: string): string {
  if (source.startsWith("'")) return source.replace(/^'/, '').replace(/'$/, '').replaceAll("''", "'")
  if (!source.startsWith('"')) return source
  try {
    return JSON.parse(source)
  } catch {
    return source.replace(/^"/, '').replace(/"$/, '')
  }
}
