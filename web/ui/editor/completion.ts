import {
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete'
import type { Extension } from '@codemirror/state'
import { EditorView, keymap } from '@codemirror/view'
import type { Complete, Completion, Place } from './place.ts'

/** Where a completion goes, as the grammar of a language sees it. */
export interface Spot {
  /** What may stand there; where a key and a value may, both. */
  readonly places: readonly Place[]
  /** What is there already and is replaced, quotation marks included. */
  readonly from: number
  readonly to: number
  /** Where the letters begin that the offers are compared with. */
  readonly typed: number
  /** Keys that the object has elsewhere: none of them is offered again. */
  readonly taken: readonly string[]
  /** How the language writes an offer, and how much of that the caret stays before. */
  readonly write: (one: Completion, kind: Place['kind']) => Insertion
}

export interface Insertion {
  readonly text: string
  /** Letters at the end that the caret stays before. */
  readonly back?: number
}

/** Finds where the caret is; null where nothing is offered. */
export type FindSpot = (context: CompletionContext) => Spot | null

/** Offers what may stand where the caret is: while one types, or with Ctrl-Space anywhere. */
export function completion(findSpot: FindSpot, complete: Complete): Extension {
  return [
    autocompletion({ override: [(context) => offer(context, findSpot, complete)], icons: false }),
    keymap.of(completionKeymap),
    EditorView.theme({
      '.cm-tooltip.cm-tooltip-autocomplete > ul': { maxWidth: 'min(640px, 92vw)' },
      '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
        backgroundColor: 'var(--ui-selected)',
        color: 'var(--mantine-color-text)',
      },
      '.cm-completionDetail': { color: 'var(--mantine-color-dimmed)', fontStyle: 'normal' },
    }),
  ]
}

function offer(context: CompletionContext, findSpot: FindSpot, complete: Complete): CompletionResult | null {
  const { state, pos, explicit } = context
  const spot = findSpot(context)
  if (!spot) return null
  const text = state.doc.toString()
  const offers = spot.places.flatMap((place) =>
    complete(place, text)
      .filter(({ label }) => place.kind === 'value' || !spot.taken.includes(label))
      .map((one) => ({ one, kind: place.kind })),
  )
  // A value that is there in full leaves Enter to the next line.
  const there = state.sliceDoc(spot.from, spot.to)
  const isWhole = offers.some(({ one, kind }) => kind === 'value' && spot.write(one, kind).text === there)
  if (offers.length === 0 || (isWhole && !explicit)) return null
  return {
    from: spot.typed,
    to: Math.max(spot.typed, pos),
    options: offers.map(({ one, kind }, at) => ({
      label: one.label,
      // In the order they are given in, which is the order they are written in.
      sortText: String(at).padStart(5, '0'),
      ...(one.detail ? { detail: one.detail } : {}),
      apply: (view) => insert(view, spot, one, kind),
    })),
    // Asked anew for each letter: what was read of the text is of this moment alone.
    filter: true,
  }
}

function insert(view: EditorView, spot: Spot, one: Completion, kind: Place['kind']): void {
  const { text, back = 0 } = spot.write(one, kind)
  view.dispatch({
    changes: { from: spot.from, to: spot.to, insert: text },
    selection: { anchor: spot.from + text.length - back },
    userEvent: 'input.complete',
  })
  // What a key may hold is the next thing one wants to know.
  if (kind === 'key') startCompletion(view)
}
