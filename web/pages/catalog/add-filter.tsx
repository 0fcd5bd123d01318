import { Button, Popover } from '@mantine/core'
import { IconFilterPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useEnvironment } from '../../ui/environment.tsx'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import type { FieldName } from './fields.ts'
import { type Op, ops, opWords, takesValue, withFilter } from './filters.ts'

interface AddFilterProps {
  readonly filter: string | undefined
  readonly fields: readonly FieldName[]
}

/** Filters by anything that an entity has. */
export function AddFilter(props: AddFilterProps) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      closeOnClickOutside={false}
      trapFocus
      returnFocus
      width={300}
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconFilterPlus size={16} stroke={1.75} aria-hidden />}
          onClick={() => setOpen(!open)}
        >
          Add a filter
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Add a filter">
        <FilterForm {...props} onDone={() => setOpen(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}

function FilterForm({ filter, fields, onDone }: AddFilterProps & { readonly onDone: () => void }) {
  const { setSearch } = useEnvironment()
  const [field, setField] = useState<string | null>(fields[0]?.field ?? null)
  const [op, setOp] = useState<Op>('eq')
  const [value, setValue] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (field === null) return
    setSearch(
      { filter: withFilter(filter, { field, op, value: takesValue(op) ? value : '' }) },
      { push: true },
    )
    onDone()
  }
  return (
    <form onSubmit={submit}>
      <Fields>
        <SelectField
          name="field"
          label="Field"
          value={field}
          onChange={setField}
          options={fields.map((one) => ({ value: one.field, label: one.title }))}
          searchable
        />
        <SelectField
          name="op"
          label="Condition"
          value={op}
          onChange={(chosen) => setOp(ops.find((one) => one === chosen) ?? 'eq')}
          options={ops.map((one) => ({ value: one, label: opWords[one] }))}
        />
        {takesValue(op) && <TextField name="value" label="Value" value={value} onChange={setValue} />}
        <div>
          <Button type="submit">Filter</Button>
        </div>
      </Fields>
    </form>
  )
}
