import { Fields, TextField } from '../../ui/form/fields.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import type { Column } from '../../ui/table/column.ts'
import type { Calculation } from './definition.ts'
import { type PartFormProps, type PartRow, PartTable } from './part-table.tsx'
import type { TabProps } from './tab.ts'

type Row = PartRow<'calculationProperties'>

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name, cell: (row) => <code>{row.name}</code>, width: 180 },
  { id: 'title', title: 'Title', value: (row) => row.value.title ?? '', width: 180 },
  { id: 'type', title: 'Type', value: (row) => row.value.type, width: 110 },
  {
    id: 'calculation',
    title: 'JQ',
    value: (row) => row.value.calculation,
    cell: (row) => <code>{row.value.calculation}</code>,
    width: 320,
  },
]

export function Calculations(props: TabProps) {
  return (
    <PartTable
      {...props}
      part="calculationProperties"
      one="calculation"
      label="Calculations"
      empty="It has no calculations: nothing is worked out from its properties."
      columns={columns}
      fresh={() => ({ type: 'string', calculation: '.identifier' })}
      form={CalculationForm}
    />
  )
}

function CalculationForm({ words, value, onChange }: PartFormProps<'calculationProperties'>) {
  const set = (change: Partial<Calculation>) => onChange({ ...value, ...change })
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
        name="type"
        label="Type"
        value={value.type}
        options={words.types.map((type) => ({ value: type, label: type }))}
        onChange={(type) => set({ type: type ?? 'string' })}
      />
      <TextField
        name="calculation"
        label="JQ"
        help="It sees the entity: .identifier, .title, .team, .properties and .relations."
        value={value.calculation}
        onChange={(calculation) => set({ calculation })}
        rows={6}
        maxLength={10_000}
        monospace
      />
    </Fields>
  )
}
