import { TextInput } from '@mantine/core'
import { useEnvironment } from '../../ui/environment.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import classes from './mappings.module.css'
import type { Mapping } from './queries.ts'

interface PickerProps {
  readonly mappings: readonly Mapping[]
  readonly mapping: Mapping | null
  readonly name: string
  readonly onName: (name: string) => void
}

/** Which mapping is on the desk, and the name of one that is new. */
export function Picker({ mappings, mapping, name, onName }: PickerProps) {
  const { setSearch } = useEnvironment()
  const clear = { part: null, tab: null, record: null, kind: null, outcome: null }
  const options = [
    ...mappings.map((one) => ({
      value: one.id,
      label: one.is_active ? `${one.name}, version ${one.version}` : `${one.name}, off`,
    })),
    { value: 'new', label: 'New mapping…' },
  ]
  return (
    <div className={classes.picker}>
      <SelectField
        name="mapping"
        label="Mapping"
        value={mapping?.id ?? 'new'}
        options={options}
        onChange={(id) => setSearch({ ...clear, mapping: id }, { push: true })}
      />
      {mapping === null && (
        <TextInput
          label="Name"
          value={name}
          onChange={(event) => onName(event.currentTarget.value)}
          placeholder="harbour"
          description="Small letters, digits, dots and dashes"
          autoComplete="off"
        />
      )}
    </div>
  )
}
