import { Button, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { type Answered, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import { jobsKey } from './queries.ts'

/** Dead jobs and parked keys together: both were given up, and both wait for the same repair. */
export function RetryDead({ summary }: { summary: Answered<'jobs', 'summary'> }) {
  const api = useApi()
  const mayEdit = useCan()('jobs:edit')
  const what = whatIsGivenUp(summary.states.dead, summary.parked.keys)
  const retry = useAction(async () => {
    const sure = await confirm({
      title: `Run ${what} again?`,
      body: 'Attempts are counted from the start. What broke them should be mended first.',
      action: 'Run again',
    })
    if (!sure) return undefined
    const { data } = await api.jobs.retryDead()
    return { message: `${formatCount(data.retried)} ${data.retried === 1 ? 'runs' : 'run'} again.` }
  }, jobsKey)
  if (what === '') return null
  return (
    <Tooltip label="Your role does not allow it: jobs:edit" disabled={mayEdit}>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
        disabled={!mayEdit}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
      >
        Run {what} again
      </Button>
    </Tooltip>
  )
}

function whatIsGivenUp(dead: number, parked: number): string {
  const parts = [
    ...(dead > 0 ? [`${formatCount(dead)} dead ${dead === 1 ? 'job' : 'jobs'}`] : []),
    ...(parked > 0 ? [`${formatCount(parked)} parked ${parked === 1 ? 'key' : 'keys'}`] : []),
  ]
  return parts.join(' and ')
}
