import type { Answered } from '../../api.ts'
import { formatCount } from '../../ui/value/format.ts'
import { Status } from '../../ui/value/status.tsx'
import { Section } from '../section.tsx'
import classes from './secrets.module.css'

type KeyRing = Answered<'keyRing', 'get'>
type Key = KeyRing['keys'][number]

const sources = {
  environment: 'The ring comes from WINDLASS_KEY, where the first key seals.',
  file: 'The ring lies in the key file in the data directory; the first key seals. A backup of the database is of no use without it.',
} as const

export function Keys({ ring }: { ring: KeyRing }) {
  return (
    <>
      <Section title="Keys" doc={sources[ring.source]}>
        <ul className={classes.keys}>
          {ring.keys.map((key) => (
            <Line key={key.id} ringKey={key} />
          ))}
        </ul>
      </Section>
      {ring.state === 'lost' && (
        <Section title="What to do">
          <ol className={classes.steps}>
            <li>
              Find the key that Windlass had before: the key file of the data directory, or the earlier value
              of WINDLASS_KEY.
            </li>
            <li>Start Windlass with it, as the only key or beside the present one.</li>
            <li>
              Is it gone for good? Enter each secret anew where it is used. Nothing has been overwritten until
              then.
            </li>
          </ol>
        </Section>
      )}
    </>
  )
}

function Line({ ringKey: key }: { ringKey: Key }) {
  return (
    <li className={classes.key}>
      <code>{key.id}</code>
      <span>{key.secrets === 1 ? '1 secret' : `${formatCount(key.secrets)} secrets`}</span>
      <span>
        {!key.present && <Status level="bad">Missing</Status>}
        {key.present && key.seals && <Status level="good">Seals what is stored now</Status>}
        {key.present && !key.seals && 'Opens older secrets'}
      </span>
    </li>
  )
}
