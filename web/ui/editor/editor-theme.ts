import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const light = { key: '#0b6b66', text: '#7a3e00', number: '#1f5fa8', keyword: '#8a2b7a', comment: '#5c6670' }
const dark = { key: '#72c3bd', text: '#e6b98a', number: '#8fc1f2', keyword: '#e2a0d8', comment: '#98a1aa' }

/** The colours of the page, each at 4.5 : 1 or more against the editor's ground. */
export function editorTheme(isDark: boolean): Extension {
  const colours = isDark ? dark : light
  const highlight = HighlightStyle.define([
    { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: colours.key },
    { tag: [tags.string, tags.content], color: colours.text },
    { tag: tags.number, color: colours.number },
    { tag: [tags.keyword, tags.bool, tags.null], color: colours.keyword },
    { tag: [tags.comment, tags.lineComment], color: colours.comment },
  ])
  return [
    EditorView.theme(
      {
        '&': { backgroundColor: 'var(--ui-surface)', color: 'var(--mantine-color-text)', fontSize: '13px' },
        '&.cm-focused': { outline: 'none' },
        '.cm-scroller': { fontFamily: 'var(--mantine-font-family-monospace)', lineHeight: '20px' },
        '.cm-content': { caretColor: 'var(--mantine-color-text)' },
        '.cm-cursor': { borderLeftColor: 'var(--mantine-color-text)' },
        '.cm-gutters': {
          backgroundColor: 'var(--ui-surface)',
          color: 'var(--mantine-color-dimmed)',
          borderRight: '1px solid var(--ui-line)',
        },
        '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'transparent' },
        '&.cm-focused .cm-activeLine': {
          backgroundColor: 'color-mix(in srgb, var(--ui-hover) 60%, transparent)',
        },
        '.cm-tooltip, .cm-panels': {
          backgroundColor: 'var(--ui-raised)',
          color: 'var(--mantine-color-text)',
          borderColor: 'var(--ui-line)',
        },
        '.cm-foldPlaceholder': { backgroundColor: 'var(--ui-hover)', border: 'none', color: 'inherit' },
      },
      { dark: isDark },
    ),
    syntaxHighlighting(highlight),
  ]
}
