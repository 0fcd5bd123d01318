import { SwitchField, TextField } from '../../../ui/form/fields.tsx'
import { SelectField } from '../../../ui/form/select-field.tsx'
import { field } from '../../sending.ts'
import { labels } from './draft.ts'
import type { OfForm } from './form.ts'
import { type Possible, rhythms } from './frequency.ts'
import { Frequency } from './frequency-hint.tsx'

export interface RhythmFieldsProps extends OfForm {
  /** What the repositories and credentials allow; null while that is not known. */
  readonly possible: Possible | null
}

/** When it is read again. */
export function RhythmFields({ form, possible }: RhythmFieldsProps) {
  return (
    <>
      <SelectField
        {...field(form, 'rhythm')}
        label={labels.rhythm}
        help="A sync asks for what changed since the one before; the more that is, the longer it takes."
        options={rhythms}
      />
      {possible && <Frequency rhythm={form.values.rhythm} possible={possible} />}
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
