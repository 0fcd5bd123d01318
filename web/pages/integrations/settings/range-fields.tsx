import { MomentField, NumberField } from '../../../ui/form/fields.tsx'
import { SelectField } from '../../../ui/form/select-field.tsx'
import { field } from '../../sending.ts'
import { labels, ranges } from './draft.ts'
import type { OfForm } from './form.ts'

const options = [
  ...ranges,
  { value: 'days', label: 'A number of days' },
  { value: 'since', label: 'From a day on' },
]

interface RangeFieldsProps extends OfForm {
  /** Something was read already. */
  readonly stored?: boolean
}

/** How far back is read: a range that moves with the day, or a start that stays. */
export function RangeFields({ form, stored = false }: RangeFieldsProps) {
  const { range } = form.values
  const help = stored
    ? 'Going further back costs what is older alone. Going less far back keeps what was read.'
    : 'Commits, pull requests, pipelines and deployments. It can be moved further back later; then only what is older is read.'
  return (
    <>
      <SelectField {...field(form, 'range')} label={labels.range} help={help} options={options} />
      {range === 'days' && (
        <NumberField
          {...field(form, 'range_days')}
          label={labels.range_days}
          min={1}
          max={36_500}
          unit="days"
        />
      )}
      {range === 'since' && (
        <MomentField
          {...field(form, 'since')}
          label={labels.since}
          help="The start stays where it is; a number of days moves with the day."
          max={new Date().toISOString()}
        />
      )}
    </>
  )
}
