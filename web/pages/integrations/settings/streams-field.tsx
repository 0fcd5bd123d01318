import { CheckboxesField, RadioField } from '../../../ui/form/choice-fields.tsx'
import { field } from '../../sending.ts'
import { labels } from './draft.ts'
import type { OfForm } from './form.ts'
import { offeredStreams, usualStreams } from './streams.ts'

const extents = [
  {
    value: 'all',
    label: 'The usual',
    doc: 'All that costs few requests; what a later version learns to read comes along.',
  },
  { value: 'some', label: 'Only what I choose', doc: 'Projects, repositories and members are always read.' },
] as const

const every = offeredStreams.map(({ value }) => value)

export function StreamsField({ form }: OfForm) {
  const { value, onChange, error, name } = field(form, 'streams')
  return (
    <>
      <RadioField
        name="extent"
        label={labels.streams}
        options={extents}
        value={value === null ? 'all' : 'some'}
        onChange={(extent) => onChange(extent === 'all' ? null : usualStreams)}
      />
      {value !== null && (
        <CheckboxesField
          name={name}
          label="Choose"
          options={offeredStreams}
          value={every.filter((each) => value.includes(each))}
          onChange={onChange}
          error={error}
        />
      )}
    </>
  )
}
