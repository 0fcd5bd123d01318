import { createContext, type RefObject, useContext, useEffect, useId } from 'react'
import { confirm } from '../feedback/confirm.tsx'

/** The forms in a drawer that hold something typed and not saved. */
type Unsaved = RefObject<Set<string>>

const UnsavedContext = createContext<Unsaved | null>(null)
export const UnsavedProvider = UnsavedContext.Provider

/** Whoever leaves while `dirty` is asked first. The browser itself asks when the page is closed or reloaded. */
export function useUnsaved(dirty: boolean): void {
  const unsaved = useContext(UnsavedContext)
  const id = useId()
  useEffect(() => {
    if (!dirty) return
    const forms = unsaved?.current
    const hold = (event: BeforeUnloadEvent) => event.preventDefault()
    forms?.add(id)
    addEventListener('beforeunload', hold)
    return () => {
      forms?.delete(id)
      removeEventListener('beforeunload', hold)
    }
  }, [dirty, id, unsaved])
}

/** Does what leads away from the forms around it, unless somebody wants to go on typing. */
export function useLeave(): (go: () => void) => void {
  const unsaved = useContext(UnsavedContext)
  return (go) => void leave(unsaved, go)
}

export async function leave(unsaved: Unsaved | null, go: () => void): Promise<void> {
  const sure =
    !unsaved?.current.size ||
    (await confirm({
      title: 'Discard your changes?',
      body: 'What you typed here is not saved.',
      action: 'Discard',
      danger: true,
    }))
  if (sure) go()
}
