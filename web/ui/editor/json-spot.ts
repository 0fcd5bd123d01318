import type { CompletionContext } from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'
import type { Spot } from './completion.ts'
import type { Completion, Place } from './place.ts'

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>

/** While one types that is inside quotation marks alone. */
export function jsonSpot({ state, pos, explicit }: CompletionContext): Spot | null {
  const node = syntaxTree(state).resolveInner(pos, -1)
  const isInside = (node.name === 'PropertyName' || node.name === 'String') && pos > node.from
  if (isInside) return spotOf(node, state)
  if (!explicit) return null
  const empty = { from: pos, to: pos, typed: pos }
  const around = node.type.isError ? node.parent : node
  if (around?.name === 'Object') {
    const place: Place = { path: pathOf(around, state), kind: 'key' }
    return { ...empty, places: [place], taken: keysOf(around, null, state), write: writer(': ') }
  }
  if (around?.name === 'Property') {
    const place: Place = { path: [...pathOf(around, state), nameOf(around, state)], kind: 'value' }
    return { ...empty, places: [place], taken: [], write: writer('') }
  }
  return null
}

function spotOf(node: SyntaxNode, state: EditorState): Spot {
  const { from, to } = node
  const isKey = node.name === 'PropertyName'
  const hasColon = /^\s*:/.test(state.sliceDoc(to, to + 100))
  const path = isKey && node.parent ? pathOf(node.parent, state) : pathOf(node, state)
  return {
    ...{ from, to, typed: from + 1 },
    places: [{ path, kind: isKey ? 'key' : 'value' }],
    taken: isKey ? keysOf(node.parent?.parent ?? null, node.parent, state) : [],
    write: writer(isKey && !hasColon ? ': ' : ''),
  }
}

function writer(suffix: string) {
  return ({ label, value = label, isText = true }: Completion) => ({
    text: `${isText ? JSON.stringify(value) : value}${suffix}`,
  })
}

/** The keys of an object but for one of its properties. */
function keysOf(object: SyntaxNode | null, but: SyntaxNode | null, state: EditorState): string[] {
  return (object?.getChildren('Property') ?? [])
    .filter((one) => one.from !== but?.from)
    .map((one) => nameOf(one, state))
}

const values = new Set(['Object', 'Array', 'String', 'Number', 'True', 'False', 'Null'])

/** Names and places that lead from the whole to a value; those of a property lead to the object it is of. */
function pathOf(node: SyntaxNode, state: EditorState): string[] {
  const { parent } = node
  if (!parent) return []
  if (node.name === 'Property') return pathOf(parent, state)
  const before = pathOf(parent, state)
  if (parent.name === 'Property') return [...before, nameOf(parent, state)]
  return parent.name === 'Array' ? [...before, `${placeOf(node)}`] : before
}

function placeOf(node: SyntaxNode): number {
  let place = 0
  for (let one = node.prevSibling; one; one = one.prevSibling) if (values.has(one.name)) place += 1
  return place
}

function nameOf(property: SyntaxNode, state: EditorState): string {
  const name = property.getChild('PropertyName')
  return name ? state.sliceDoc(name.from + 1, name.to - 1) : ''
}
