import { json } from '@codemirror/lang-json'
import { yaml } from '@codemirror/lang-yaml'
import { type Diagnostic, linter, lintGutter, setDiagnostics } from '@codemirror/lint'
import { Compartment, EditorState, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { styleNonce } from '../style-nonce.ts'
import type { CodeEditorProps, CodeProblem } from './code-editor.tsx'
import { completion } from './completion.ts'
import classes from './editor.module.css'
import { editorSetup } from './editor-setup.ts'
import { editorTheme } from './editor-theme.ts'
import { jsonProblems } from './json-problems.ts'
import { jsonSpot } from './json-spot.ts'
import type { Place } from './place.ts'
import { yamlSpot } from './yaml-spot.ts'

/** The loaded half of `CodeEditor`. Default export, as `lazy` wants it. */
export default function CodeMirror(props: CodeEditorProps) {
  const { label, value, language, readOnly = false, problems } = props
  const host = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const [view, setView] = useState<EditorView | null>(null)
  const [themePart] = useState(() => new Compartment())
  const [lockPart] = useState(() => new Compartment())
  const changed = useEffectEvent((text: string) => props.onChange?.(text))
  const complete = useEffectEvent((place: Place, text: string) => props.complete?.(place, text) ?? [])
  const isHelped = props.complete !== undefined
  // The linter runs by itself a moment after one typed, and its findings take the place of all others.
  const found = useEffectEvent((state: EditorState) => [
    ...(language === 'json' ? jsonProblems({ state }) : []),
    ...diagnostics(state, problems ?? []),
  ])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the rest is brought up to date by the effects below.
  useEffect(() => {
    if (!host.current) return
    const created = new EditorView({
      parent: host.current,
      doc: value,
      extensions: [
        editorSetup,
        languageOf(language, (state) => found(state)),
        isHelped && !readOnly ? completion(spots[language], (place, text) => complete(place, text)) : [],
        themePart.of(editorTheme(scheme === 'dark')),
        lockPart.of(lock(readOnly)),
        focusable,
        EditorView.contentAttributes.of({ 'aria-label': label }),
        EditorView.lineWrapping,
        EditorView.cspNonce.of(styleNonce()),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) changed(update.state.doc.toString())
        }),
      ],
    })
    setView(created)
    return () => created.destroy()
  }, [language, label, isHelped])

  useEffect(() => {
    view?.dispatch({ effects: themePart.reconfigure(editorTheme(scheme === 'dark')) })
  }, [view, scheme, themePart])
  useEffect(() => {
    view?.dispatch({ effects: lockPart.reconfigure(lock(readOnly)) })
  }, [view, readOnly, lockPart])
  useEffect(() => {
    const present = view?.state.doc.toString()
    // One's own typing comes back as the value; writing it again would move the caret.
    if (view && present !== value)
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } })
  }, [view, value])
  useEffect(() => {
    if (view && problems) view.dispatch(setDiagnostics(view.state, found(view.state)))
  }, [view, problems])

  return <div ref={host} className={classes.host} />
}

const spots = { json: jsonSpot, yaml: yamlSpot, text: () => null }

function languageOf(
  language: CodeEditorProps['language'],
  found: (state: EditorState) => Diagnostic[],
): Extension {
  if (language === 'yaml') return [yaml(), lintGutter()]
  if (language === 'json') return [json(), lintGutter(), linter(({ state }) => found(state))]
  return []
}

function lock(readOnly: boolean): Extension {
  return [EditorState.readOnly.of(readOnly), EditorView.editable.of(!readOnly)]
}

/** Even what cannot be edited, so that a reader can select, search and scroll with keys. */
const focusable = EditorView.contentAttributes.of({ tabindex: '0' })

function diagnostics(state: EditorState, problems: readonly CodeProblem[]): Diagnostic[] {
  return problems.map((problem) => {
    const line = state.doc.line(Math.max(1, Math.min(problem.line, state.doc.lines)))
    const from = Math.min(line.from + Math.max(0, (problem.column ?? 1) - 1), line.to)
    return {
      from,
      to: line.to,
      severity: problem.level === 'bad' ? 'error' : 'warning',
      message: problem.message,
    }
  })
}
