import { Status } from '../../ui/value/status.tsx'
import { Findings } from '../mappings/findings.tsx'
import classes from './blueprints.module.css'
import type { Brought } from './queries.ts'
import { outcomeOf } from './words.ts'

/** What became of each blueprint that was brought in, and what is wrong with it. */
export function BroughtList({ items }: { items: readonly Brought[] }) {
  if (items.length === 0) return null
  return (
    <ul className={classes.brought} aria-label="What became of them">
      {items.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may lack an identifier, and none moves.
        <li key={at}>
          <Status level={levelOf(one)}>{outcomeOf(one)}</Status>
          <Findings findings={one.findings} />
        </li>
      ))}
    </ul>
  )
}

function levelOf({ outcome }: Brought) {
  if (outcome === 'refused') return 'bad'
  return outcome === 'kept' ? 'attention' : 'good'
}
