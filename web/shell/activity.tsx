import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Answered, useApi } from '../api.ts'
import { runsQuery } from '../pages/runs/queries.ts'
import { jobSummaryQuery } from '../queries.ts'
import { useCan } from '../session.ts'
import { formatCount } from '../ui/value/format.ts'
import classes from './rail.module.css'

type States = Answered<'jobs', 'summary'>['states']

/** Whether something is being done just now, from every page, and the way to it. */
export function Activity() {
  const api = useApi()
  const summary = useQuery(jobSummaryQuery(api))
  const running = useInfiniteQuery({
    ...runsQuery(api, { state: 'running' }),
    enabled: useCan()('integration:view'),
  })
  const { level, words, to } = describe(summary.data?.states, running.data?.pages[0]?.items.length ?? 0)
  return (
    <Link to={to} className={classes.link} activeOptions={{ exact: true }} activeProps={{}}>
      <span className={classes.dot} data-level={level} aria-hidden />
      <span>{words}</span>
    </Link>
  )
}

/** What is dead wants somebody; a run takes longest of what is at work. */
function describe(states: States | undefined, runs: number) {
  const to = '/settings/jobs'
  if (states && states.dead > 0)
    return { level: 'bad', words: `${formatCount(states.dead)} dead ${jobs(states.dead)}`, to }
  if (runs > 0)
    return {
      level: 'busy',
      words: `${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'} at work`,
      to: '/runs',
    }
  if (!states) return { level: 'unknown', words: 'Activity unknown', to }
  const busy = states.running + states.waiting + states.retrying
  if (busy > 0) return { level: 'busy', words: `${formatCount(busy)} ${jobs(busy)} at work`, to }
  return { level: 'idle', words: 'Nothing at work', to }
}

function jobs(count: number): string {
  return count === 1 ? 'job' : 'jobs'
}
