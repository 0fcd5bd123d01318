import { Link } from '@tanstack/react-router'
import { formatCount } from '../../ui/value/format.ts'
import { Unknown } from '../../ui/value/unknown.tsx'
import classes from './deliveries.module.css'
import type { DeliveryFilter, DeliveryState, Summary } from './queries.ts'
import { stateTitles } from './words.ts'

const order: readonly DeliveryState[] = ['waiting', 'placed', 'dead', 'done', 'unknown']
/** Counted for a day: of these there are as many as ever came. */
const ofDay: readonly DeliveryState[] = ['done', 'unknown']

interface StateBarProps {
  readonly states: Summary['states'] | null
  readonly connection: DeliveryFilter['connection']
}

/** How many there are in each state; each opens its rows. */
export function StateBar({ states, connection }: StateBarProps) {
  return (
    <ul className={classes.states}>
      {order.map((state) => (
        <li key={state}>
          <Link
            to="/deliveries"
            search={{ state, ...(connection === undefined ? {} : { connection }) }}
            className={classes.state}
          >
            <span className={classes.swatch} data-state={state} aria-hidden />
            {stateTitles[state]}
            <strong>
              {states ? formatCount(states[state]) : <Unknown reason="They are not counted yet." />}
            </strong>
            {ofDay.includes(state) && <span className={classes.quiet}>in 24 h</span>}
          </Link>
        </li>
      ))}
    </ul>
  )
}
