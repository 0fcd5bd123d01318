import { RadioField } from '../../../ui/form/choice-fields.tsx'
import { Fields, SwitchField, TextField } from '../../../ui/form/fields.tsx'
import { field } from '../../sending.ts'
import type { Browser } from '../picker/browser.ts'
import { Exceptions } from '../picker/exceptions.tsx'
import { type Place, RepositoryPicker } from '../picker/repository-picker.tsx'
import { labels } from './draft.ts'
import type { OfForm } from './form.ts'
import classes from './settings.module.css'

const ways = [
  { value: 'all', label: 'All', doc: 'Every repository that the credentials see.' },
  { value: 'rules', label: 'By project and pattern' },
  { value: 'picked', label: 'Chosen one by one' },
] as const

export interface RepositoriesFieldsProps extends OfForm {
  /** Where to look; null until there is enough to look with. */
  readonly browser: Browser | null
  readonly place: Place
}

/** Which repositories are collected. */
export function RepositoriesFields({ form, browser, place }: RepositoriesFieldsProps) {
  const { choosing } = form.values
  const picker = field(form, 'choices')
  return (
    <div className={classes.group}>
      <Fields>
        <RadioField {...field(form, 'choosing')} label={labels.choosing} options={ways} />
        {choosing === 'rules' && <RuleFields form={form} />}
      </Fields>
      {choosing === 'picked' && (
        <RepositoryPicker
          purpose="choose"
          browser={browser}
          place={place}
          choices={picker.value}
          onChange={picker.onChange}
          error={picker.error}
        />
      )}
      {choosing !== 'picked' && (
        <>
          <SwitchField
            {...field(form, 'auto_add')}
            label={labels.auto_add}
            help="On, a repository that is made later and fits is collected from the next run on."
          />
          <Exceptions
            browser={browser}
            place={place}
            choices={picker.value}
            onChange={picker.onChange}
            error={picker.error}
          />
        </>
      )}
    </div>
  )
}

function RuleFields({ form }: OfForm) {
  return (
    <>
      <TextField
        {...field(form, 'projects')}
        label={labels.projects}
        help="Keys, by comma or line: SHOP, OPS. Empty: every project."
        monospace
      />
      <TextField
        {...field(form, 'include')}
        label={labels.include}
        help="Names with * and ? as in file names, by comma or line: web-*, SHOP/api-*. Empty: all."
        rows={2}
        monospace
      />
      <TextField
        {...field(form, 'exclude')}
        label={labels.exclude}
        help="The same way: sandbox-*, *-archive."
        rows={2}
        monospace
      />
    </>
  )
}
