import { NumberField } from '../../../ui/form/fields.tsx'
import { field } from '../../sending.ts'
import { labels } from './draft.ts'
import type { OfForm } from './form.ts'
import styles from './settings.module.css'

/** What Bitbucket allows in an hour, by what is asked and who asks. */
const classes = [
  ['API tokens and apps', '1,000'],
  ['Access tokens', '1,000; on paid plans 10 more for each seat above 100, up to 10,000'],
  ['Raw files', '5,000'],
  ['Git', '60,000, counted apart'],
] as const

export function RateField({ form }: OfForm) {
  return (
    <div>
      <NumberField
        {...field(form, 'rate_limit')}
        label={labels.rate_limit}
        help="Of the API, for each credential. Empty: learnt from what Bitbucket answers. Set it lower to leave room for other tools, from 1 to 60,000."
        min={1}
        max={60_000}
      />
      <dl className={styles.limits}>
        {classes.map(([who, limit]) => (
          <div key={who}>
            <dt>{who}</dt>
            <dd>{limit}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
