import { Drawer as MantineDrawer } from '@mantine/core'
import { useModals } from '@mantine/modals'
import { type ReactNode, useLayoutEffect, useRef } from 'react'
import { useEnvironment } from '../environment.tsx'
import { leave, UnsavedProvider } from './unsaved.tsx'

interface DrawerProps {
  /** The name in the query of the address whose value says what is open. */
  readonly name: string
  readonly title: (value: string) => ReactNode
  readonly children: (value: string) => ReactNode
  readonly size?: 'md' | 'lg' | 'xl'
}

/** What happens within this time follows from one press of a key. */
const sameKeyMs = 50

/**
 * Detail at the right with an address of its own: it is open while `?name=` has a value. Closing it asks first while a
 * form in it says `useUnsaved`.
 */
export function Drawer({ name, title, children, size = 'lg' }: DrawerProps) {
  const { value, close } = useDrawer(name)
  const unsaved = useRef(new Set<string>())
  const { modals } = useModals()
  const goneAt = useRef(Number.NEGATIVE_INFINITY)
  const isBelow = modals.length > 0
  useLayoutEffect(() => {
    if (!isBelow) goneAt.current = performance.now()
  }, [isBelow])
  const onClose = () => {
    // The key that closes a question above the drawer reaches the drawer as well, before the question is gone or after.
    if (!isBelow && performance.now() - goneAt.current > sameKeyMs) void leave(unsaved, close)
  }
  return (
    <MantineDrawer
      opened={value !== null}
      onClose={onClose}
      position="right"
      size={size}
      title={value !== null && title(value)}
    >
      <UnsavedProvider value={unsaved}>{value !== null && children(value)}</UnsavedProvider>
    </MantineDrawer>
  )
}

/** Opens and closes the drawer of that name. */
export function useDrawer(name: string) {
  const { search, setSearch } = useEnvironment()
  return {
    value: search[name] ?? null,
    open: (value: string) => setSearch({ [name]: value }, { push: true }),
    close: () => setSearch({ [name]: null }),
  }
}
