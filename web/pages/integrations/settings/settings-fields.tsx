import { Fields } from '../../../ui/form/fields.tsx'
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
}

/** What is read, how often, and by which way: the same for a new connection and a stored one. */
export function SettingsFields({ form, browser, place, stored = false }: SettingsFieldsProps) {
  return (
    <div className={classes.group}>
      <Fields>
        <RangeFields form={form} stored={stored} />
        <SourceField form={form} />
        <StreamsField form={form} />
      </Fields>
      <RepositoriesFields form={form} browser={browser} place={place} />
      <Fields>
        <RhythmFields form={form} />
        <RateField form={form} />
      </Fields>
      <NetworkFields form={form} />
    </div>
  )
}
