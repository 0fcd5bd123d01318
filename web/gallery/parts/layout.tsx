import { Button } from '@mantine/core'
import { useState } from 'react'
import { useEnvironment } from '../../ui/environment.tsx'
import { TextField } from '../../ui/form/fields.tsx'
import { CommandPalette, openCommandPalette } from '../../ui/keyboard/command-palette.tsx'
import { KeyboardHelp } from '../../ui/keyboard/keyboard-help.tsx'
import { Card, Cards } from '../../ui/layout/cards.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { FilterBar } from '../../ui/layout/filter-bar.tsx'
import { Fold } from '../../ui/layout/fold.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { Tile, Tiles } from '../../ui/layout/tiles.tsx'
import { useLeave, useUnsaved } from '../../ui/layout/unsaved.tsx'

const owners = [
  { value: 'payments', label: 'Payments' },
  { value: 'search', label: 'Search' },
]

export function Layout() {
  const [went, setWent] = useState('nowhere')
  const drawer = useDrawer('open')
  const { search } = useEnvironment()
  return (
    <>
      <PageHeader
        title="Layout"
        state={`Went ${went}.`}
        actions={
          <>
            <Button variant="default" onClick={openCommandPalette}>
              Find
            </Button>
            <Button onClick={() => drawer.open('42')}>Open 42</Button>
          </>
        }
      />
      <FilterBar
        search="q"
        searchLabel="Filter teams"
        choices={[{ name: 'owner', label: 'Owner', options: owners }]}
      />
      <output aria-label="Address">{JSON.stringify(search)}</output>
      <Tabs
        label="Sections"
        tabs={[
          { id: 'one', label: 'Overview', content: <p>The overview.</p> },
          { id: 'two', label: 'Gaps', count: 2, content: <p>Two gaps.</p> },
        ]}
      />
      <Cards label="Ships">
        <Card>
          <h2>Tern</h2>
          <p>Twelve metres, two masts.</p>
        </Card>
        <Card>
          <h2>Dunlin</h2>
          <p>Nine metres, one mast.</p>
        </Card>
      </Cards>
      <Tiles label="Ways">
        <Tile title="By train" tag="Recommended" onChoose={() => setWent('by train')}>
          For those who have time to look out of the window.
        </Tile>
        <Tile title="On foot" onChoose={() => setWent('on foot')}>
          For those who are there already.
        </Tile>
      </Tiles>
      <Fold title="Luggage" doc="Nothing but a hat.">
        <p>A suitcase.</p>
      </Fold>
      <Drawer name="open" title={(id) => `Number ${id}`}>
        {(id) => <Numbered id={id} />}
      </Drawer>
      <KeyboardHelp />
      <CommandPalette
        commands={[
          { id: 'people', label: 'Go to people', group: 'Pages', run: () => setWent('to people') },
          {
            id: 'audit',
            label: 'Go to audit',
            group: 'Pages',
            keywords: ['log'],
            run: () => setWent('to audit'),
          },
          { id: 'out', label: 'Sign out', group: 'Actions', run: () => setWent('out') },
        ]}
      />
    </>
  )
}

function Numbered({ id }: { id: string }) {
  const [note, setNote] = useState('')
  const { open } = useDrawer('open')
  const leave = useLeave()
  useUnsaved(note !== '')
  return (
    <>
      <p>Everything about {id}.</p>
      <TextField name="note" label="Note" value={note} onChange={setNote} />
      <Button mt="md" variant="default" onClick={() => leave(() => open('43'))}>
        Next
      </Button>
    </>
  )
}
