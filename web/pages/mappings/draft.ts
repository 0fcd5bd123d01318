import { useLocalStorage } from '@mantine/hooks'

/** What is being written, in this browser alone: it is there again after a reload. Null until somebody writes. */
export function useDraft(): readonly [string | null, (text: string | null) => void] {
  const [draft, setDraft] = useLocalStorage<string | null>({
    key: 'windlass.mapping',
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  return [draft, setDraft]
}
