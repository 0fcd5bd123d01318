import { Fields } from '../../../ui/form/fields.tsx'
import type { Possible } from './frequency.ts'
import { NetworkFields } from './network-fields.tsx'
import { RangeFields } from './range-fields.tsx'
import { RateField } from './rate-field.tsx'
import { RepositoriesFields, type RepositoriesFieldsProps } from './repositories-fields.tsx'
import { RhythmFields } from './rhythm-fields.tsx'
import classes from './settings.module.css'
import { SourceField } from './source-field.tsx'
import { StreamsField } from './streams-field.tsx'

interface SettingsFieldsProps extends RepositoriesFieldsProps {
  /** Something was read already. */
  readonly stored?: boolean
  /** How often it can be synced; null while that is not known. */
  readonly possible?: Possible | null
}

/** What is read, how often, and by which way: the same for a new connection and a stored one. */
export function SettingsFields(props: SettingsFieldsProps) {
  const { form, browser, place, stored = false, possible = null } = props
  return (
    <div className={classes.group}>
      <Fields>
        <RangeFields form={form} stored={stored} />
        <SourceField form={form} />
        <StreamsField form={form} />
      </Fields>
      <RepositoriesFields form={form} browser={browser} place={place} />
      <Fields>
        <RhythmFields form={form} possible={possible} />
        <RateField form={form} />
      </Fields>
      <NetworkFields form={form} />
    </div>
  )
}
