import { Fields, SwitchField, TextField } from '../../ui/form/fields.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import type { Column } from '../../ui/table/column.ts'
import { isRequired, type Property, withRequired } from './definition.ts'
import { EnumField } from './enum-field.tsx'
import { type PartFormProps, type PartRow, PartTable } from './part-table.tsx'
import type { TabProps } from './tab.ts'

type Row = PartRow<'properties'>

const columns: readonly Column<Row>[] = [
  { id: 'name', title: 'Name', value: (row) => row.name, cell: (row) => <code>{row.name}</code>, width: 180 },
  { id: 'title', title: 'Title', value: (row) => row.value.title ?? '', width: 180 },
  { id: 'type', title: 'Type', value: ({ value }) => typeOf(value), width: 160 },
  {
    id: 'required',
    title: 'Required',
    value: ({ definition, name }) => (isRequired(definition, name) ? 'Yes' : 'No'),
    width: 100,
  },
  { id: 'description', title: 'What it is for', value: (row) => row.value.description ?? '', width: 240 },
]

function typeOf({ type, format, enum: choices }: Property): string {
  if (choices) return `${type}, one of ${choices.length}`
  return format ? `${type}, ${format}` : type
}

export function Properties(props: TabProps) {
  return (
    <PartTable
      {...props}
      part="properties"
      one="property"
      label="Properties"
      empty="It has no properties yet: its entities have a title and nothing more."
      columns={columns}
      fresh={() => ({ type: 'string' })}
      form={PropertyForm}
    />
  )
}

function PropertyForm({ draft, words, name, value, onChange }: PartFormProps<'properties'>) {
  const set = (change: Partial<Property>) => onChange({ ...value, ...change })
  const { definition } = draft
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
      <TextField
        name="description"
        label="What it is for"
        value={value.description ?? ''}
        onChange={(description) => set({ description: description || undefined })}
        rows={2}
        maxLength={2_000}
      />
      <SelectField
        name="type"
        label="Type"
        value={value.type}
        options={words.types.map((type) => ({ value: type, label: type }))}
        onChange={(type) => set({ type: type ?? 'string', format: undefined })}
      />
      {value.type === 'string' && (
        <SelectField
          name="format"
          label="Format"
          value={value.format ?? null}
          options={[...new Set([...words.formats, ...(value.format ? [value.format] : [])])].map(
            (format) => ({
              value: format,
              label: format,
            }),
          )}
          placeholder="Any text"
          clearable
          onChange={(format) => set({ format: format ?? undefined })}
        />
      )}
      {(value.type === 'string' || value.type === 'number') && (
        <EnumField value={value} colours={words.colours} onChange={set} />
      )}
      <SwitchField
        name="required"
        label="Required"
        help="A record that says nothing of it is told as in error."
        value={definition !== null && isRequired(definition, name)}
        onChange={(isOn) => draft.edit((before) => withRequired(before, name, isOn))}
      />
    </Fields>
  )
}
