import { Drawer as MantineDrawer } from '@mantine/core'
import { useModals } from '@mantine/modals'
import { type ReactNode, useRef } from 'react'
import { useEnvironment } from '../environment.tsx'
import { leave, UnsavedProvider } from './unsaved.tsx'

interface DrawerProps {
  /** The name in the query of the address whose value says what is open. */
  readonly name: string
  readonly title: (value: string) => ReactNode
  readonly children: (value: string) => ReactNode
  readonly size?: 'md' | 'lg' | 'xl'
}

/**
 * Detail at the right with an address of its own: it is open while `?name=` has a value. Closing it asks first while a
 * form in it says `useUnsaved`.
 */
export function Drawer({ name, title, children, size = 'lg' }: DrawerProps) {
  const { value, close } = useDrawer(name)
  const unsaved = useRef(new Set<string>())
  const { modals } = useModals()
  const onClose = () => {
    // Escape closes a question that stands above the drawer, and reaches the drawer as well.
    if (modals.length === 0) void leave(unsaved, close)
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
