import { SelectField, SwitchField, TextField } from '../../../ui/form/fields.tsx'
import { field } from '../../sending.ts'
import { labels } from './draft.ts'
import type { OfForm } from './form.ts'

const options = [
  { value: '30', label: 'Every 30 minutes' },
  { value: '60', label: 'Every hour' },
  { value: '180', label: 'Every 3 hours' },
  { value: '360', label: 'Every 6 hours' },
  { value: '720', label: 'Every 12 hours' },
  { value: '1440', label: 'Once a day' },
  { value: 'cron', label: 'At times of my own' },
] as const

/** When it is read again. */
export function RhythmFields({ form }: OfForm) {
  return (
    <>
      <SelectField
        {...field(form, 'rhythm')}
        label={labels.rhythm}
        help="A sync asks for what changed since the one before."
        options={options}
      />
      {form.values.rhythm === 'cron' && (
        <TextField
          {...field(form, 'cron')}
          label={labels.cron}
          help="Five fields of cron, UTC: 0 5 * * 1-5 is 05:00 from Monday to Friday."
          monospace
        />
      )}
      <SwitchField
        {...field(form, 'skip_failed')}
        label={labels.skip_failed}
        help="A repository that fails is left out of the run and shown as a gap. Off, it ends the run."
      />
    </>
  )
}
