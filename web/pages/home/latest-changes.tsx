import { useQuery } from '@tanstack/react-query'
import { type Answered, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Time } from '../../ui/value/time.tsx'
import { AnchorLink } from '../links.tsx'
import { Section } from '../section.tsx'
import { wordsFor } from './action-words.ts'
import classes from './home.module.css'

const shown = 6

type Entry = Answered<'audit', 'get'>

/** "Mara added Jonas"; who signs in or out is not named twice. */
function sentenceOf({ actor, action, subject, outcome }: Entry): string {
  if (outcome === 'refused') return `${actor.name} was refused`
  const object = subject === null || subject.name === actor.name ? '' : ` ${subject.name}`
  return `${actor.name} ${wordsFor(action)}${object}`
}

/** What happened here lately, for those who may read the audit log. */
export function LatestChanges() {
  return useCan()('audit:view') ? <Changes /> : null
}

function Changes() {
  const api = useApi()
  const latest = useQuery({
    queryKey: ['audit', 'latest'],
    queryFn: async ({ signal }) => (await api.audit.list({ query: { limit: shown }, signal })).data.items,
  })
  return (
    <Section title="Latest changes" actions={<AnchorLink to="/settings/audit">Whole audit log</AnchorLink>}>
      {latest.error && <ErrorState error={latest.error} onRetry={() => void latest.refetch()} />}
      {latest.isPending && (
        <Loading label="Loading the latest changes">
          <TextSkeleton />
        </Loading>
      )}
      <ul className={classes.changes}>
        {latest.data?.map((entry) => (
          <li key={entry.id} className={classes.change}>
            <Time at={entry.at} />
            <span>
              {sentenceOf(entry)}{' '}
              <AnchorLink to="/settings/audit" search={{ entry: entry.id }} className={classes.code}>
                {entry.action}
              </AnchorLink>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
