import { Tabs as MantineTabs } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEnvironment } from '../environment.tsx'

interface Tab {
  readonly id: string
  readonly label: string
  /** A number beside the label. */
  readonly count?: number
  readonly content: ReactNode
}

interface TabsProps {
  /** The name in the query of the address; "tab" unless told. */
  readonly name?: string
  readonly label: string
  readonly tabs: readonly Tab[]
}

/** Tabs whose choice is part of the address. Only the open one is rendered. */
export function Tabs({ name = 'tab', label, tabs }: TabsProps) {
  const { search, setSearch } = useEnvironment()
  const first = tabs[0]?.id ?? ''
  const open = tabs.some((tab) => tab.id === search[name]) ? search[name] : first
  const choose = (id: string | null) => setSearch({ [name]: id === first ? null : id }, { push: true })
  return (
    <MantineTabs value={open ?? first} onChange={choose} keepMounted={false}>
      <MantineTabs.List aria-label={label} mb="md">
        {tabs.map((tab) => (
          <MantineTabs.Tab key={tab.id} value={tab.id}>
            {tab.count === undefined ? tab.label : `${tab.label} ${tab.count}`}
          </MantineTabs.Tab>
        ))}
      </MantineTabs.List>
      {tabs.map((tab) => (
        <MantineTabs.Panel key={tab.id} value={tab.id}>
          {tab.content}
        </MantineTabs.Panel>
      ))}
    </MantineTabs>
  )
}
