import { Button, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useMemo, useState } from 'react'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { toast } from '../../ui/feedback/toast.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { ButtonLink } from '../links.tsx'
import classes from './blueprint.module.css'
import {
  type Definition,
  nameProblem,
  type PartName,
  type Parts,
  partOf,
  partsOf,
  withoutPart,
  withPart,
} from './definition.ts'
import type { TabProps } from './tab.ts'

export interface PartRow<P extends PartName> {
  readonly name: string
  readonly value: Parts[P]
  readonly definition: Definition
}

export interface PartFormProps<P extends PartName> extends TabProps {
  readonly name: string
  readonly value: Parts[P]
  readonly onChange: (value: Parts[P]) => void
}

interface PartTableProps<P extends PartName> extends TabProps {
  readonly part: P
  /** One of them: "property". Names the drawer in the address, too. */
  readonly one: string
  readonly label: string
  readonly empty: string
  readonly columns: readonly Column<PartRow<P>>[]
  /** What one is to begin with. */
  readonly fresh: (definition: Definition) => Parts[P]
  readonly form: (props: PartFormProps<P>) => ReactNode
}

/** The parts of a blueprint of one kind: a table, a drawer for each, and a field to add one. */
export function PartTable<P extends PartName>(props: PartTableProps<P>) {
  const { draft, part, one, label, columns, empty, mayEdit } = props
  const drawer = useDrawer(one)
  const { definition } = draft
  const rows = useMemo(
    () =>
      definition &&
      Object.entries(partsOf(definition, part)).map(([name, value]) => ({ name, value, definition })),
    [definition, part],
  )
  if (!definition || !rows) return <Unreadable />
  const open = drawer.value === null ? undefined : partOf(definition, part, drawer.value)
  return (
    <>
      {mayEdit && <AddPart {...props} definition={definition} />}
      <DataTable
        label={label}
        prefix={`${one}.`}
        columns={columns}
        rows={rows}
        rowKey={(row) => row.name}
        empty={<EmptyState>{empty}</EmptyState>}
        onOpen={(row) => drawer.open(row.name)}
        openKey={drawer.value}
      />
      <Drawer name={one} title={(name) => name}>
        {(name) =>
          open ? <PartDetail {...props} name={name} value={open} /> : <p>There is none of this name.</p>
        }
      </Drawer>
    </>
  )
}

/** A form is of no use for what cannot be read. */
export function Unreadable() {
  return (
    <EmptyState
      action={
        <ButtonLink to="." search={{ tab: 'json' }} variant="default">
          Mend the JSON
        </ButtonLink>
      }
    >
      The JSON of this blueprint cannot be shown as a form.
    </EmptyState>
  )
}

function PartDetail<P extends PartName>(props: PartTableProps<P> & { name: string; value: Parts[P] }) {
  const { draft, part, name, value, mayEdit, words, form, one } = props
  const { close } = useDrawer(one)
  const remove = () => {
    draft.edit((definition) => withoutPart(definition, part, name))
    close()
    toast(`${name} is taken out.`, {
      undo: () => draft.edit((definition) => withPart(definition, part, name, value)),
    })
  }
  return (
    <>
      <fieldset className={classes.form} disabled={!mayEdit}>
        <legend className={classes.hidden}>{name}</legend>
        {form({
          ...{ draft, mayEdit, words, name, value },
          onChange: (changed) => draft.edit((definition) => withPart(definition, part, name, changed)),
        })}
      </fieldset>
      {mayEdit && (
        <Button variant="outline" color="red" onClick={remove}>
          Take out
        </Button>
      )}
    </>
  )
}

function AddPart<P extends PartName>({
  draft,
  part,
  one,
  fresh,
  definition,
}: PartTableProps<P> & { definition: Definition }) {
  const { open } = useDrawer(one)
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const add = (event: FormEvent) => {
    event.preventDefault()
    const wanted = name.trim()
    const found = nameProblem(definition, part, wanted)
    setProblem(found)
    if (found !== null) return
    draft.edit((before) => withPart(before, part, wanted, fresh(before)))
    setName('')
    open(wanted)
  }
  return (
    <form className={classes.add} onSubmit={add} noValidate>
      <TextInput
        label={`Name of a new ${one}`}
        value={name}
        error={problem}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => {
          setName(event.currentTarget.value)
          setProblem(null)
        }}
      />
      <Button type="submit" variant="default">
        Add
      </Button>
    </form>
  )
}
