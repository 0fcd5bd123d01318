import { Chart } from '../../ui/chart/chart.tsx'
import { useNow } from '../../ui/value/clock.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Section } from '../section.tsx'
import { byHour } from './by-hour.ts'
import classes from './ledger.module.css'
import type { Ledger, Account as Of } from './queries.ts'
import { limitOf, titleOf } from './words.ts'

interface AccountProps {
  readonly account: Of
  readonly ledger: Pick<Ledger, 'hours' | 'window_seconds'>
}

/** One account: whether it is parked, how its window divides now, and its last 24 hours. */
export function Account({ account, ledger }: AccountProps) {
  return (
    <Section title={titleOf(account)} doc={limitOf(account, ledger.window_seconds)}>
      <Parked account={account} />
      <Window account={account} />
      {isCountedByHour(account) ? (
        <Day account={account} ledger={ledger} />
      ) : (
        <p className={classes.uncounted}>What is sent is not counted by hour here.</p>
      )}
    </Section>
  )
}

/** git speaks for itself: what it sends is taken from the account, three requests a fetch, and from no hour. */
function isCountedByHour({ class: kind }: Of): boolean {
  return kind !== 'git'
}

function Parked({ account: { parked_until, refusals } }: { account: Of }) {
  if (parked_until === null) return null
  return (
    <p className={classes.parked}>
      <Status level="attention">
        Parked until <Time at={parked_until} absolute />, after {formatCount(refusals)}{' '}
        {refusals === 1 ? 'refusal' : 'refusals'} in a row.
      </Status>
    </p>
  )
}

/** What the limit is divided into at this moment. */
function partsOf({ used, used_by_people, foreign, reserved, left }: Of) {
  return [
    { id: 'background', title: 'Used by background work', count: used - used_by_people - foreign },
    { id: 'people', title: 'Used for people and webhooks', count: used_by_people },
    { id: 'foreign', title: 'Used by others', count: foreign },
    { id: 'reserved', title: 'Reserved for people and webhooks', count: reserved },
    { id: 'left', title: 'Left', count: left },
  ]
}

function Window({ account }: { account: Of }) {
  const parts = partsOf(account)
  return (
    <div className={classes.window}>
      <div className={classes.bar} data-parked={account.parked_until !== null} aria-hidden>
        {parts
          .filter(({ count }) => count > 0)
          .map(({ id, count }) => (
            <div key={id} data-part={id} style={{ flexGrow: count }} />
          ))}
      </div>
      <ul className={classes.legend}>
        {parts.map(({ id, title, count }) => (
          <li key={id}>
            <span className={classes.swatch} data-part={id} aria-hidden />
            {title} <strong>{formatCount(Math.max(0, count))}</strong>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Day({ account, ledger }: AccountProps) {
  const { labels, sent, refused } = byHour(ledger.hours, account, useNow())
  const limit = Math.round((account.limit * 3600) / ledger.window_seconds)
  const sum = sent.reduce((all, one) => all + one, 0)
  const most = Math.max(...sent)
  return (
    <Chart
      label="Last 24 hours"
      description={`${formatCount(sum)} requests were sent in the last 24 hours, at most ${formatCount(most)} in one hour; ${formatCount(limit)} an hour are allowed now.`}
      kind="line"
      categories={labels}
      categoryTitle="Hour"
      series={[
        { name: 'Sent', values: sent },
        { name: 'Refused', values: refused },
        { name: 'Limit now', values: sent.map(() => limit) },
      ]}
      height={200}
      note={`${formatCount(sum)} sent, at most ${formatCount(most)} in one hour. The last hour is not over. What others send with the same identity shows in the bar above alone.`}
    />
  )
}
