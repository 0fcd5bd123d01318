import { Button, TextInput } from '@mantine/core'
import { IconArrowLeft, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { Tile, Tiles } from '../../ui/layout/tiles.tsx'
import { useLeave } from '../../ui/layout/unsaved.tsx'
import { Section } from '../section.tsx'
import classes from './integrations.module.css'
import { products } from './products.ts'
import { ways } from './ways.tsx'

/** The product, the way to it, the form: each step is in the address. */
export function AddConnection() {
  if (!useCan()('integration:edit')) return null
  return (
    <Drawer name="add" title={() => 'Add an integration'} size="xl">
      {(step) => <Step key={step} step={step} />}
    </Drawer>
  )
}

function Step({ step }: { step: string }) {
  const way = ways.find(({ id }) => id === step)
  if (way) {
    return (
      <>
        <Back to={products[0].id} label="All ways" />
        <way.Form />
      </>
    )
  }
  return products.some(({ id }) => id === step) ? <ChooseWay /> : <ChooseProduct />
}

function ChooseProduct() {
  const { open } = useDrawer('add')
  const [typed, setTyped] = useState('')
  const wanted = typed.trim().toLowerCase()
  const found = products.filter(({ title, doc, words }) =>
    `${title} ${doc} ${words}`.toLowerCase().includes(wanted),
  )
  return (
    <Section title="What do you want to read?">
      <TextInput
        mb="md"
        aria-label="Find an integration"
        placeholder="Find an integration"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        data-autofocus
      />
      {found.length === 0 && <EmptyState>Nothing that can be read has such a name.</EmptyState>}
      <Tiles label="Integrations">
        {found.map(({ id, title, doc }) => (
          <Tile key={id} title={title} onChoose={() => open(id)}>
            {doc}
          </Tile>
        ))}
      </Tiles>
    </Section>
  )
}

function ChooseWay() {
  const { open } = useDrawer('add')
  return (
    <>
      <Back to="yes" label="All integrations" />
      <Section title="How do you reach Bitbucket?">
        <Tiles label="Ways to reach Bitbucket">
          {ways.map(({ id, title, tag, doc }) => (
            <Tile key={id} title={title} tag={tag} onChoose={() => open(id)}>
              {doc}
            </Tile>
          ))}
        </Tiles>
      </Section>
    </>
  )
}

function Back({ to, label }: { to: string; label: string }) {
  const { open } = useDrawer('add')
  const leave = useLeave()
  return (
    <div className={classes.back}>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconArrowLeft size={16} stroke={1.75} aria-hidden />}
        onClick={() => leave(() => open(to))}
      >
        {label}
      </Button>
    </div>
  )
}
