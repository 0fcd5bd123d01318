import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Answered, useApi } from '../api.ts'
import { jobSummaryQuery } from '../queries.ts'
import { formatCount } from '../ui/value/format.ts'
import classes from './rail.module.css'

type States = Answered<'jobs', 'summary'>['states']

/** Whether something is being done just now, from every page, and the way to it. */
export function Activity() {
  const summary = useQuery(jobSummaryQuery(useApi()))
  const { level, words } = describe(summary.data?.states)
  return (
    <Link to="/settings/jobs" className={classes.link} activeOptions={{ exact: true }} activeProps={{}}>
      <span className={classes.dot} data-level={level} aria-hidden />
      <span>{words}</span>
    </Link>
  )
}

function describe(states: States | undefined): { level: string; words: string } {
  if (!states) return { level: 'unknown', words: 'Activity unknown' }
  if (states.dead > 0) return { level: 'bad', words: `${formatCount(states.dead)} dead ${jobs(states.dead)}` }
  const busy = states.running + states.waiting + states.retrying
  if (busy > 0) return { level: 'busy', words: `${formatCount(busy)} ${jobs(busy)} at work` }
  return { level: 'idle', words: 'No job at work' }
}

function jobs(count: number): string {
  return count === 1 ? 'job' : 'jobs'
}
