import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { type Gap, gapsQuery } from '../gaps/queries.ts'
import { AnchorLink } from '../links.tsx'
import { type Run, runsQuery } from '../runs/queries.ts'
import { RunState } from '../runs/run-state.tsx'
import { SyncNow } from '../runs/sync-now.tsx'
import { SuspendOrResume } from './actions.tsx'
import { healthOf } from './health.ts'
import classes from './integrations.module.css'
import { type Connection, connectionQuery } from './queries.ts'
import { useVerify } from './verify.tsx'
import { WebhooksInShort } from './webhooks/in-short.tsx'

export function ConnectionCard({ id, alias }: { id: string; alias: string }) {
  const api = useApi()
  const connection = useQuery(connectionQuery(api, id))
  const runs = useInfiniteQuery(runsQuery(api, { connection: id }))
  const gaps = useInfiniteQuery(gapsQuery(api, { connection: id }))
  const error = connection.error ?? runs.error ?? gaps.error
  if (error) {
    const again = () => Promise.all([connection.refetch(), runs.refetch(), gaps.refetch()])
    return <ErrorState error={error} onRetry={() => void again()} />
  }
  if (!connection.data || !runs.data || !gaps.data) {
    return (
      <Loading label={`Loading ${alias}`}>
        <TextSkeleton />
      </Loading>
    )
  }
  return (
    <Card
      connection={connection.data.data}
      newest={runs.data.pages[0]?.items[0]}
      gaps={gaps.data.pages[0]?.items ?? []}
    />
  )
}

interface CardProps {
  readonly connection: Connection
  readonly newest: Run | undefined
  readonly gaps: readonly Gap[]
}

function Card({ connection, newest, gaps }: CardProps) {
  const { id, alias, is_default, workspaces } = connection
  const { setSearch } = useEnvironment()
  const can = useCan()
  const verify = useVerify(connection)
  const health = healthOf({ ...connection, newest, gaps: gaps.length > 0 })
  const open = (tab: 'gaps' | null) => setSearch({ connection: id, tab }, { push: true })
  return (
    <>
      <div className={classes.head}>
        <h2>{alias}</h2>
        {is_default && <span className={classes.quiet}>Default</span>}
      </div>
      <div className={classes.quiet}>{workspaces.map(({ slug }) => slug).join(', ') || 'No workspace'}</div>
      <Status level={health.level}>{health.sentence}</Status>
      {newest && (
        <div>
          <AnchorLink to="/runs/$run" params={{ run: newest.id }}>
            Last run
          </AnchorLink>
          : <RunState state={newest.state} />, <Time at={newest.ended_at ?? newest.started_at} />
        </div>
      )}
      <WebhooksInShort id={id} alias={alias} />
      <div className={classes.tools}>
        <Button variant="default" onClick={() => open(null)} aria-label={`View ${alias}`}>
          View
        </Button>
        {gaps.length > 0 && (
          <Button variant="default" onClick={() => open('gaps')} aria-label={`Gaps of ${alias}`}>
            Gaps
          </Button>
        )}
        {can('integration:edit') && connection.state === 'active' && <SyncNow connection={connection} />}
        {can('integration:edit') && (
          <Button
            variant="default"
            aria-label={`Edit ${alias}`}
            onClick={() => setSearch({ edit: id }, { push: true })}
          >
            Edit
          </Button>
        )}
        {can('integration:edit') && verify.button}
        {can('integration:edit') && connection.state !== 'ended' && (
          <SuspendOrResume connection={connection} />
        )}
      </div>
      {verify.results}
    </>
  )
}
