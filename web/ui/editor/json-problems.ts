import { syntaxTree } from '@codemirror/language'
import type { Diagnostic } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'

/** Where the JSON breaks. The browser's message names no place, so the place is where the grammar gave up. */
export function jsonProblems({ state }: { readonly state: EditorState }): Diagnostic[] {
  const text = state.doc.toString()
  // An empty editor is not yet a mistake.
  if (text.trim() === '') return []
  try {
    JSON.parse(text)
    return []
  } catch (error) {
    const from = firstBreak(state)
    const message = error instanceof Error ? error.message : 'This is not JSON.'
    return [{ from, to: Math.min(from + 1, state.doc.length), severity: 'error', message }]
  }
}

function firstBreak(state: EditorState): number {
  let found: number | null = null
  syntaxTree(state).iterate({
    enter: (node) => {
      if (node.type.isError) found ??= node.from
      return found === null
    },
  })
  return found ?? 0
}
