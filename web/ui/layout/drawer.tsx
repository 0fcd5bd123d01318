import { Drawer as MantineDrawer } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEnvironment } from '../environment.tsx'

interface DrawerProps {
  /** The name in the query of the address whose value says what is open. */
  readonly name: string
  readonly title: (value: string) => ReactNode
  readonly children: (value: string) => ReactNode
  readonly size?: 'md' | 'lg' | 'xl'
}

/** Detail at the right with an address of its own: it is open while `?name=` has a value. */
export function Drawer({ name, title, children, size = 'lg' }: DrawerProps) {
  const { value, close } = useDrawer(name)
  return (
    <MantineDrawer
      opened={value !== null}
      onClose={close}
      position="right"
      size={size}
      title={value !== null && title(value)}
    >
      {value !== null && children(value)}
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
