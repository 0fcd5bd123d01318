import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { ApiError, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { Banner } from '../../ui/feedback/banner.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { GapTable, gapColumns } from '../gaps/gap-table.tsx'
import { AnchorLink } from '../links.tsx'
import { RunTable, runColumns } from '../runs/run-table.tsx'
import { SyncNow } from '../runs/sync-now.tsx'
import { Actions } from './actions.tsx'
import { Capabilities } from './capabilities.tsx'
import { Credentials } from './credentials.tsx'
import classes from './integrations.module.css'
import { type Connection, connectionQuery } from './queries.ts'
import { rhythmInWords } from './settings/frequency.ts'
import { Frequency } from './settings/frequency-hint.tsx'
import { sources } from './settings/source-field.tsx'
import { rhythmOf } from './settings/stored.ts'
import { Webhooks } from './webhooks/index.tsx'
import { Workspaces } from './workspaces.tsx'

/** One connection: `?connection=3&tab=gaps`. */
export function ConnectionDrawer() {
  return (
    <Drawer name="connection" title={() => 'Connection'} size="xl">
      {(id) => <Detail key={id} id={id} />}
    </Drawer>
  )
}

function Detail({ id }: { id: string }) {
  const found = useQuery(connectionQuery(useApi(), id))
  const can = useCan()
  const { search, setSearch } = useEnvironment()
  const edit = () => setSearch({ connection: null, tab: null, edit: id }, { push: true })
  const gone = found.error instanceof ApiError && found.error.problem.status === 404
  if (gone) return <EmptyState>This connection was removed.</EmptyState>
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label="Loading the connection">
        <FormSkeleton />
      </Loading>
    )
  }
  const connection = found.data.data
  return (
    <>
      {search.added === id && (
        <Banner level="good" title={`${connection.alias} works.`}>
          Its credentials passed every check. The first run starts within a minute and shows below.
        </Banner>
      )}
      <div className={classes.part}>
        <ConnectionFacts connection={connection} />
        <div className={classes.tools}>
          {can('integration:edit') && (
            <Button variant="default" onClick={edit}>
              Edit
            </Button>
          )}
          {can('integration:edit') && connection.state === 'active' && <SyncNow connection={connection} />}
          <AnchorLink to="/ledger" search={{ connection: id }}>
            Ledger
          </AnchorLink>
          <AnchorLink to="/logs" search={{ connection: id }}>
            Logs
          </AnchorLink>
        </div>
      </div>
      <div className={classes.part}>
        <Tabs
          label="Connection"
          tabs={[
            {
              id: 'runs',
              label: 'Runs',
              content: (
                <RunTable
                  filter={{ connection: id }}
                  columns={runColumns}
                  empty={
                    <EmptyState>No run yet. An active connection gets its first within a minute.</EmptyState>
                  }
                />
              ),
            },
            { id: 'gaps', label: 'Gaps', content: <GapsOf id={id} /> },
            {
              id: 'workspaces',
              label: 'Workspaces',
              count: connection.workspaces.length,
              content: <Workspaces connection={connection} />,
            },
            {
              id: 'credentials',
              label: 'Credentials',
              count: connection.credentials.length,
              content: <Credentials connection={connection} />,
            },
            { id: 'webhooks', label: 'Webhooks', content: <Webhooks connection={connection} /> },
            { id: 'capabilities', label: 'Capabilities', content: <Capabilities id={id} /> },
            ...(can('integration:edit')
              ? [{ id: 'manage', label: 'Manage', content: <Actions connection={connection} /> }]
              : []),
          ]}
        />
      </div>
    </>
  )
}

/** One gap has an address of its own on the page of all. */
function GapsOf({ id }: { id: string }) {
  const navigate = useNavigate()
  return (
    <GapTable
      filter={{ connection: id }}
      columns={gapColumns}
      empty={<EmptyState>No gaps: nothing that was asked for is missing.</EmptyState>}
      onOpen={(gap) => void navigate({ to: '/gaps', search: { connection: id, gap: gap.id } })}
    />
  )
}

function ConnectionFacts({ connection }: { connection: Connection }) {
  const { alias, workspaces, api_url, source_access, range_days, since, rate_limit } = connection
  return (
    <Facts
      facts={[
        { name: 'Name', value: <strong>{alias}</strong> },
        { name: 'Workspaces', value: workspaces.map(({ slug }) => slug).join(', ') || 'None' },
        { name: 'API address', value: <code className={classes.code}>{api_url}</code> },
        {
          name: 'Source access',
          value: sources.find(({ value }) => value === source_access)?.label ?? source_access,
        },
        {
          name: 'Reaches back',
          value: since === null ? `${formatCount(range_days)} days` : <Time at={since} />,
        },
        { name: 'Synced', value: <Synced connection={connection} /> },
        {
          name: 'Requests an hour',
          value: rate_limit === null ? 'Learnt from Bitbucket' : formatCount(rate_limit),
        },
      ]}
    />
  )
}

function Synced({ connection }: { connection: Connection }) {
  const { cron, frequency_minutes, cycle } = connection
  return (
    <>
      {cron === null ? (
        rhythmInWords(frequency_minutes)
      ) : (
        <>
          At <code className={classes.code}>{cron}</code>, UTC
        </>
      )}
      {cycle && <Frequency rhythm={rhythmOf(connection)} possible={cycle} />}
    </>
  )
}
