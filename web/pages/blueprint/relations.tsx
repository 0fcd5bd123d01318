import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { Fields, SwitchField, TextField } from '../../ui/form/fields.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import type { Column } from '../../ui/table/column.ts'
import type { Relation } from './definition.ts'
import { type PartFormProps, type PartRow, PartTable } from './part-table.tsx'
import { allBlueprintsQuery } from './queries.ts'
import type { TabProps } from './tab.ts'

type Row = PartRow<'relations'>

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name, cell: (row) => <code>{row.name}</code>, width: 180 },
  { id: 'title', title: 'Title', value: (row) => row.value.title ?? '', width: 180 },
  {
    id: 'target',
    title: 'Leads to',
    value: (row) => row.value.target,
    cell: (row) => <code>{row.value.target}</code>,
    width: 180,
  },
  { id: 'many', title: 'How many', value: (row) => (row.value.many ? 'Several' : 'One'), width: 110 },
  { id: 'required', title: 'Required', value: (row) => (row.value.required ? 'Yes' : 'No'), width: 110 },
]

export function Relations(props: TabProps) {
  return (
    <PartTable
      {...props}
      part="relations"
      one="relation"
      label="Relations"
      empty="It has no relations yet: its entities refer to nothing."
      columns={columns}
      fresh={({ identifier }) => ({ target: identifier, required: false, many: false })}
      form={(form) => <RelationForm {...form} />}
    />
  )
}

function RelationForm({ value, onChange }: PartFormProps<'relations'>) {
  const all = useQuery(allBlueprintsQuery(useApi()))
  const set = (change: Partial<Relation>) => onChange({ ...value, ...change })
  const targets = new Set([value.target, ...(all.data ?? []).map(({ identifier }) => identifier)])
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
      <SelectField
        name="target"
        label="Leads to"
        value={value.target}
        options={[...targets].map((target) => ({ value: target, label: target }))}
        searchable
        onChange={(target) => set({ target: target ?? value.target })}
      />
      <SwitchField
        name="many"
        label="Several"
        help="Off, an entity refers to one at most."
        value={value.many ?? false}
        onChange={(many) => set({ many })}
      />
      <SwitchField
        name="required"
        label="Required"
        value={value.required ?? false}
        onChange={(required) => set({ required })}
      />
    </Fields>
  )
}
