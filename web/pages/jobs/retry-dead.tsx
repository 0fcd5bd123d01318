import { Button, Tooltip } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import { jobsKey } from './queries.ts'

export function RetryDead({ dead }: { dead: number }) {
  const api = useApi()
  const mayEdit = useCan()('jobs:edit')
  const retry = useAction(async () => {
    const sure = await confirm({
      title: dead === 1 ? 'Run the dead job again?' : `Run ${formatCount(dead)} dead jobs again?`,
      body: 'Their attempts are counted from the start. What broke them should be mended first.',
      action: 'Run again',
    })
    if (!sure) return undefined
    const { data } = await api.jobs.retryDead()
    return { message: `${formatCount(data.retried)} ${data.retried === 1 ? 'job runs' : 'jobs run'} again.` }
  }, jobsKey)
  if (dead === 0) return null
  return (
    <Tooltip label="Your role does not allow it: jobs:edit" disabled={mayEdit}>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
        disabled={!mayEdit}
        loading={retry.isPending}
        onClick={() => retry.mutate()}
      >
        {dead === 1 ? 'Run the dead job again' : `Run ${formatCount(dead)} dead jobs again`}
      </Button>
    </Tooltip>
  )
}
