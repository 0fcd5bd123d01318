import { Button, Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { ApiError, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { Time } from '../../ui/value/time.tsx'
import { useAction } from '../action.ts'
import { Facts } from '../facts.tsx'
import { State } from './columns.tsx'
import classes from './jobs.module.css'
import { type Job, jobLists, jobQuery, jobsKey } from './queries.ts'

/** One job: `?job=31`. */
export function JobDrawer() {
  return (
    <Drawer name="job" title={(id) => `Job ${id}`} size="xl">
      {(id) => <JobDetail key={id} id={id} />}
    </Drawer>
  )
}

function JobDetail({ id }: { id: string }) {
  const job = useQuery(jobQuery(useApi(), id))
  const gone = job.error instanceof ApiError && job.error.problem.status === 404
  if (gone) return <EmptyState>This job has left the queue: it is done, or it was removed.</EmptyState>
  if (job.error) return <ErrorState error={job.error} onRetry={() => void job.refetch()} />
  if (!job.data) {
    return (
      <Loading label="Loading the job">
        <FormSkeleton />
      </Loading>
    )
  }
  return <Detail job={job.data} />
}

function Detail({ job }: { job: Job }) {
  const payload = JSON.stringify(job.payload, null, 2) ?? 'null'
  return (
    <>
      <Facts
        facts={[
          { name: 'Task', value: <code className={classes.code}>{job.task}</code> },
          { name: 'State', value: <State state={job.state} /> },
          { name: 'Attempts', value: `${job.attempts} of ${job.max_attempts}` },
          { name: 'Due', value: <Time at={job.run_at} /> },
          { name: 'Created', value: <Time at={job.created_at} /> },
          ...(job.locked_by
            ? [
                { name: 'Held by', value: <code className={classes.code}>{job.locked_by}</code> },
                { name: 'Held since', value: <Time at={job.locked_at} /> },
              ]
            : []),
        ]}
      />
      {job.last_error && (
        <div className={classes.block}>
          <h3>Last error</h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard. */}
          <pre className={classes.error} tabIndex={0}>
            {job.last_error}
          </pre>
        </div>
      )}
      <div className={classes.block}>
        <h3>Payload</h3>
        <CodeEditor
          label="Payload"
          language="json"
          value={payload}
          readOnly
          height={Math.min(320, 24 + 20 * payload.split('\n').length)}
        />
      </div>
      <JobTools job={job} />
    </>
  )
}

function JobTools({ job }: { job: Job }) {
  const api = useApi()
  const mayEdit = useCan()('jobs:edit')
  const { close } = useDrawer('job')
  const params = { id: job.id }
  const retry = useAction(async () => {
    await api.jobs.retry({ params })
    return { message: `Job ${job.id} runs again.` }
  }, jobsKey)
  const remove = useAction(
    async () => {
      const sure = await confirm({
        title: `Remove job ${job.id}?`,
        body: `Its work (${job.task}) is not done, and it cannot be brought back. What runs by the clock comes again by itself.`,
        action: 'Remove',
        danger: true,
      })
      if (!sure) return undefined
      await api.jobs.remove({ params })
      close()
      return { message: `Job ${job.id} is removed.` }
    },
    ...jobLists,
  )
  const running = job.state === 'running'
  const reason = mayEdit ? 'It is running; wait until it ends.' : 'Your role does not allow it: jobs:edit'
  return (
    <Tooltip label={reason} disabled={mayEdit && !running}>
      <div className={classes.tools}>
        <Button disabled={!mayEdit || running} loading={retry.isPending} onClick={() => retry.mutate()}>
          Run now
        </Button>
        <Button
          variant="outline"
          color="red"
          disabled={!mayEdit || running}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Remove
        </Button>
      </div>
    </Tooltip>
  )
}
