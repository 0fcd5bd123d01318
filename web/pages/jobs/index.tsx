import { useQuery } from '@tanstack/react-query'
import { type Answered, useApi } from '../../api.ts'
import { jobSummaryQuery } from '../../queries.ts'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { JobDrawer } from './job-drawer.tsx'
import { page } from './page.ts'
import { Processes } from './processes.tsx'
import { Queue } from './queue.tsx'
import { RetryDead } from './retry-dead.tsx'
import { Schedule } from './schedule.tsx'
import { StateBar } from './state-bar.tsx'

type Summary = Answered<'jobs', 'summary'>

export function Page() {
  const summary = useQuery({ ...jobSummaryQuery(useApi()), refetchInterval: 5_000 })
  return (
    <>
      <PageHeader
        title={page.title}
        state={summary.data && sentence(summary.data)}
        live={summary.data !== undefined && isWell(summary.data)}
        actions={summary.data && <RetryDead summary={summary.data} />}
      />
      <StateBar states={summary.data?.states ?? null} />
      <Tabs
        label="Jobs"
        tabs={[
          { id: 'queue', label: 'Queue', content: <Queue /> },
          { id: 'schedule', label: 'Schedule', content: <Schedule /> },
          {
            id: 'processes',
            label: 'Processes',
            ...(summary.data ? { count: summary.data.processes.length } : {}),
            content: <Processes summary={summary} />,
          },
        ]}
      />
      <JobDrawer />
    </>
  )
}

function isWell({ states, processes, parked }: Summary): boolean {
  return states.dead === 0 && parked.keys === 0 && processes.length > 0
}

/** Says first what needs somebody: nothing that works, work that is dead, work that is late. */
function sentence({ states, processes, parked }: Summary): string {
  if (processes.length === 0) return 'No process is at work: jobs wait until one is started.'
  if (states.dead > 0) {
    return `${formatCount(states.dead)} ${states.dead === 1 ? 'job is' : 'jobs are'} dead: tried as often as allowed, and waiting for you.`
  }
  if (parked.keys > 0) {
    return `${formatCount(parked.keys)} ${parked.keys === 1 ? 'key is' : 'keys are'} parked: deriving failed on ${parked.keys === 1 ? 'it' : 'them'} alone, see Processes.`
  }
  if (states.retrying > 0) {
    return `${formatCount(states.retrying)} ${states.retrying === 1 ? 'job' : 'jobs'} failed and will be tried again; nothing needs you.`
  }
  const busy = states.running + states.waiting
  if (busy > 0)
    return `${formatCount(busy)} ${busy === 1 ? 'job' : 'jobs'} at work or in turn; nothing needs you.`
  return 'Everything is done; nothing needs you.'
}
