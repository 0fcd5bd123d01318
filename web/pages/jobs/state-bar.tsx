import { Link } from '@tanstack/react-router'
import type { Answered } from '../../api.ts'
import { formatCount } from '../../ui/value/format.ts'
import { Unknown } from '../../ui/value/unknown.tsx'
import classes from './jobs.module.css'
import type { JobState } from './queries.ts'

type States = Answered<'jobs', 'summary'>['states']

export const stateTitles: Readonly<Record<JobState, string>> = {
  running: 'Running',
  waiting: 'Waiting',
  retrying: 'Retrying',
  dead: 'Dead',
}

const order: readonly JobState[] = ['running', 'waiting', 'retrying', 'dead']

/** How the work divides, as one bar; each part opens its rows. */
export function StateBar({ states }: { states: States | null }) {
  const total = states ? order.reduce((sum, state) => sum + states[state], 0) : 0
  return (
    <div className={classes.picture}>
      <div className={classes.bar} aria-hidden data-empty={total === 0}>
        {states &&
          order
            .filter((state) => states[state] > 0)
            .map((state) => <div key={state} data-state={state} style={{ flexGrow: states[state] }} />)}
      </div>
      <ul className={classes.legend}>
        {order.map((state) => (
          <li key={state}>
            <Link to="/settings/jobs" search={{ state }} className={classes.part}>
              <span className={classes.swatch} data-state={state} aria-hidden />
              {stateTitles[state]}
              <strong>
                {states ? formatCount(states[state]) : <Unknown reason="The queue has not answered yet." />}
              </strong>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
