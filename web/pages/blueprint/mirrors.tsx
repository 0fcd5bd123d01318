import { Autocomplete } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import type { Column } from '../../ui/table/column.ts'
import { waysOf } from './completion.ts'
import type { Mirror } from './definition.ts'
import { type PartFormProps, type PartRow, PartTable } from './part-table.tsx'
import { allBlueprintsQuery } from './queries.ts'
import type { TabProps } from './tab.ts'

type Row = PartRow<'mirrorProperties'>

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name, cell: (row) => <code>{row.name}</code>, width: 180 },
  { id: 'title', title: 'Title', value: (row) => row.value.title ?? '', width: 200 },
  {
    id: 'path',
    title: 'Shows',
    value: (row) => row.value.path,
    cell: (row) => <code>{row.value.path}</code>,
    width: 280,
  },
]

export function Mirrors(props: TabProps) {
  return (
    <PartTable
      {...props}
      part="mirrorProperties"
      one="mirror"
      label="Mirrors"
      empty="It has no mirrors: nothing of what its entities refer to is shown with them."
      columns={columns}
      fresh={({ relations = {} }) => ({ path: `${Object.keys(relations)[0] ?? 'relation'}.$title` })}
      form={(form) => <MirrorForm {...form} />}
    />
  )
}

function MirrorForm({ draft, value, onChange }: PartFormProps<'mirrorProperties'>) {
  const all = useQuery(allBlueprintsQuery(useApi()))
  const set = (change: Partial<Mirror>) => onChange({ ...value, ...change })
  return (
    <Fields>
      <TextField
        name="title"
        label="Title"
        value={value.title ?? ''}
        onChange={(title) => set({ title: title || undefined })}
        maxLength={200}
        autoFocus
      />
      <Autocomplete
        name="path"
        label="Shows"
        description="Relations and at last a property, such as repository.url."
        data={draft.definition ? waysOf(draft.definition, all.data ?? []) : []}
        value={value.path}
        limit={50}
        onChange={(path) => set({ path })}
      />
    </Fields>
  )
}
