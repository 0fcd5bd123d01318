import type { CompletionContext } from '@codemirror/autocomplete'
import type { Insertion, Spot } from './completion.ts'
import type { Completion, Place } from './place.ts'
import type { Found, Written } from './yaml-parts.ts'
import { readYaml } from './yaml-read.ts'

export function yamlSpot({ state, pos, explicit }: CompletionContext): Spot | null {
  return yamlSpotIn(state.doc.toString(), pos, explicit)
}

/** While one types that is in what is begun alone: a blank offers nothing by itself. */
export function yamlSpotIn(text: string, pos: number, isExplicit: boolean): Spot | null {
  const { found, written } = readYaml(text, pos)
  if (!found || (pos <= found.from && !isExplicit)) return null
  const { from, to, keyIn, valueAt } = found
  const [marks = ''] = /^['"\\]*/.exec(text.slice(from, to)) ?? []
  const places: Place[] = [
    ...(keyIn ? [{ path: keyIn, kind: 'key' as const }] : []),
    ...(valueAt ? [{ path: valueAt, kind: 'value' as const }] : []),
  ]
  const column = from - (text.lastIndexOf('\n', from - 1) + 1)
  return {
    ...{ places, from, to, typed: Math.min(from + marks.length, pos) },
    taken: keyIn ? keysOf(written, keyIn, pos) : [],
    write: (one, kind) => (kind === 'key' ? keyOfYaml(one, found, column) : valueOfYaml(one)),
  }
}

function keysOf(written: readonly Written[], path: readonly string[], pos: number): string[] {
  return written.flatMap(({ kind, path: own, text, from, to }) => {
    const isOwn =
      kind === 'key' && own.length === path.length + 1 && path.every((part, at) => part === own[at])
    return isOwn && !(from <= pos && pos <= to) ? [text] : []
  })
}

/** What a key holds goes into lines of its own, or between brackets in flow style. */
function keyOfYaml(
  { label, value = label, holds }: Completion,
  { hasColon, style }: Found,
  column: number,
): Insertion {
  const key = scalar(value)
  if (hasColon) return { text: key }
  if (holds === undefined) return { text: `${key}: ` }
  if (style === 'flow') return { text: `${key}: ${holds === 'list' ? '[]' : '{}'}`, back: 1 }
  return { text: `${key}:\n${' '.repeat(column + 2)}${holds === 'list' ? '- ' : ''}` }
}

function valueOfYaml({ label, value = label, isText = true }: Completion): Insertion {
  return { text: isText ? scalar(value) : value }
}

/** A text that YAML would take for something else is put into quotation marks. */
function scalar(text: string): string {
  const isPlain =
    /^[A-Za-z_.$/][\w./ -]*$/.test(text) &&
    !text.endsWith(' ') &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
  return isPlain ? text : `'${text.replaceAll("'", "''")}'`
}
