import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete'
import { syntaxTree } from '@codemirror/language'
import type { EditorState, Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { Complete, Completion, JsonPlace } from './code-editor.tsx'

/** Offers what may stand where the caret is: while one types inside quotation marks, or with Ctrl-Space anywhere. */
export function jsonCompletion(complete: Complete): Extension {
  return [
    autocompletion({ override: [(context) => offer(context, complete)], icons: false }),
    keymap.of(completionKeymap),
    EditorView.theme({
      '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
        backgroundColor: 'var(--ui-selected)',
        color: 'var(--mantine-color-text)',
      },
      '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal' },
    }),
  ]
}

type SyntaxNode = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>

interface Spot extends JsonPlace {
  /** What is there already and is replaced, quotation marks included. */
  readonly from: number
  readonly to: number
  /** Where the letters begin that the offers are compared with. */
  readonly typed: number
  /** What follows a key that has no value yet. */
  readonly suffix: string
}

function offer(context: CompletionContext, complete: Complete): CompletionResult | null {
  const spot = spotAt(context)
  if (!spot) return null
  const options = complete({ path: spot.path, kind: spot.kind })
  if (options.length === 0) return null
  return {
    from: spot.typed,
    to: Math.max(spot.typed, context.pos),
    options: options.map((one) => ({
      label: one.label,
      ...(one.detail ? { detail: one.detail } : {}),
      apply: (view) => insert(view, spot, one),
    })),
    // Asked anew for each letter: what was read of the text is of this moment alone.
    filter: true,
  }
}

function insert(view: EditorView, { from, to, suffix }: Spot, { label, isText = true }: Completion): void {
  const text = `${isText ? JSON.stringify(label) : label}${suffix}`
  view.dispatch({
    changes: { from, to, insert: text },
    selection: { anchor: from + text.length },
    userEvent: 'input.complete',
  })
}

function spotAt({ state, pos, explicit }: CompletionContext): Spot | null {
  const node = syntaxTree(state).resolveInner(pos, -1)
  const isInside = (node.name === 'PropertyName' || node.name === 'String') && pos > node.from
  if (isInside) return spotOf(node, state)
  if (!explicit) return null
  const empty = { from: pos, to: pos, typed: pos }
  const around = node.type.isError ? node.parent : node
  if (around?.name === 'Object') {
    return { ...empty, path: pathOf(around, state), kind: 'key', suffix: ': ' }
  }
  if (around?.name === 'Property') {
    return { ...empty, path: [...pathOf(around, state), nameOf(around, state)], kind: 'value', suffix: '' }
  }
  return null
}

function spotOf(node: SyntaxNode, state: EditorState): Spot {
  const { from, to } = node
  const isKey = node.name === 'PropertyName'
  const hasColon = /^\s*:/.test(state.sliceDoc(to, to + 100))
  return {
    ...{ from, to, typed: from + 1 },
    kind: isKey ? 'key' : 'value',
    path: isKey && node.parent ? pathOf(node.parent, state) : pathOf(node, state),
    suffix: isKey && !hasColon ? ': ' : '',
  }
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
