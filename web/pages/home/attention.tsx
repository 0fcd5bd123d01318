import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { attentionQuery } from '../../queries.ts'
import { useCan } from '../../session.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { useNow } from '../../ui/value/clock.tsx'
import { Status } from '../../ui/value/status.tsx'
import { ButtonLink } from '../links.tsx'
import { Section } from '../section.tsx'
import classes from './home.module.css'
import { type Need, needOf } from './needs.ts'

/** What somebody has to do about integrations, the most pressing first; not there when there is nothing. */
export function NeedsAttention() {
  return useCan()('integration:view') ? <Needs /> : null
}

function Needs() {
  const { data, error, refetch } = useQuery(attentionQuery(useApi()))
  const now = useNow()
  if (!error && (!data || data.length === 0)) return null
  return (
    <Section title="Needs attention">
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      <ul className={classes.steps}>
        {data
          ?.map((item) => needOf(item, now))
          .map((need) => (
            <NeedLine key={need.key} need={need} />
          ))}
      </ul>
    </Section>
  )
}

function NeedLine({ need: { level, sentence, detail, to, search, link } }: { need: Need }) {
  return (
    <li className={classes.need}>
      <div>
        <Status level={level}>{sentence}</Status>
        {detail && <div className={classes.needDetail}>{detail}</div>}
      </div>
      <ButtonLink to={to} search={{ ...search }} variant="default">
        {link}
      </ButtonLink>
    </li>
  )
}
