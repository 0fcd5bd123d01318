import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { useAction } from '../action.ts'
import { useRetryGaps } from '../gaps/retry-gaps.tsx'
import { runsKey } from '../runs/queries.ts'
import { SyncNow } from '../runs/sync-now.tsx'
import { countsOf } from './progress.ts'
import type { Run } from './queries.ts'

const icon = { size: 16, stroke: 1.75, 'aria-hidden': true } as const

/** What can be done with a run as it stands. */
export function RunActions({ run }: { run: Run }) {
  if (run.state === 'running' || run.state === 'paused') {
    return (
      <>
        <Cancel run={run} />
        <PauseOrResume run={run} />
      </>
    )
  }
  return (
    <>
      {countsOf(run.streams).gap > 0 && <RetryGaps run={run} />}
      <SyncNow connection={run.connection} variant="filled" />
    </>
  )
}

function PauseOrResume({ run: { id, state } }: { run: Run }) {
  const api = useApi()
  const paused = state === 'paused'
  const pause = () => api.runs.pause({ params: { id } })
  const resume = () => api.runs.resume({ params: { id } })
  const change = useAction(async () => {
    await (paused ? resume() : pause())
    return {
      message: paused ? `Run ${id} goes on.` : `Run ${id} is paused.`,
      undo: paused ? pause : resume,
    }
  }, runsKey)
  return (
    <Button
      variant={paused ? 'filled' : 'default'}
      leftSection={paused ? <IconPlayerPlay {...icon} /> : <IconPlayerPause {...icon} />}
      loading={change.isPending}
      onClick={() => change.mutate()}
    >
      {paused ? 'Resume' : 'Pause'}
    </Button>
  )
}

function Cancel({ run: { id, connection } }: { run: Run }) {
  const api = useApi()
  const cancel = useAction(async () => {
    const sure = await confirm({
      title: `Cancel run ${id}?`,
      body: `It cannot be resumed. What was read of ${connection.alias} stays, and the next run goes on from there.`,
      action: 'Cancel the run',
      danger: true,
    })
    if (!sure) return undefined
    await api.runs.cancel({ params: { id } })
    return { message: `Run ${id} is cancelled.` }
  }, runsKey)
  return (
    <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
      Cancel
    </Button>
  )
}

function RetryGaps({ run }: { run: Run }) {
  const retry = useRetryGaps()
  return (
    <Button
      variant="default"
      loading={retry.isPending}
      onClick={() => retry.mutate({ connection: run.connection.id })}
    >
      Retry gaps
    </Button>
  )
}
