import { useMemo, useState } from 'react'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { type Definition, readDefinition, writeDefinition } from './definition.ts'

/** What is being written. The text is what counts; the form is another look at it. */
export interface Draft {
  readonly text: string
  /** Null while the text is nothing that a form could show. */
  readonly definition: Definition | null
  readonly isDirty: boolean
  write(text: string): void
  edit(change: (definition: Definition) => Definition): void
}

export function useDraft(saved: Definition): Draft {
  const [text, write] = useState(() => writeDefinition(saved))
  const definition = useMemo(() => readDefinition(text), [text])
  const isDirty = text !== writeDefinition(saved)
  useUnsaved(isDirty)
  return {
    text,
    definition,
    isDirty,
    write,
    edit: (change) =>
      write((before) => {
        const known = readDefinition(before)
        return known ? writeDefinition(change(known)) : before
      }),
  }
}
