import { useLocalStorage } from '@mantine/hooks'

export interface Draft {
  readonly text: string
  /** The version it began with; 0 for a new mapping. */
  readonly version: number
}

/** What is being written of a mapping, in this browser alone: it is there again after a reload. */
export function useDraft(mapping: string): readonly [Draft | null, (draft: Draft | null) => void] {
  const [draft, setDraft] = useLocalStorage<Draft | null>({
    key: `windlass.mapping.${mapping}`,
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  return [draft, setDraft]
}
