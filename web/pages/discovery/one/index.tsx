import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ApiError, useApi } from '../../../api.ts'
import { useCan } from '../../../session.ts'
import { Banner } from '../../../ui/feedback/banner.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton, TextSkeleton } from '../../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { Tabs } from '../../../ui/layout/tabs.tsx'
import { AnchorLink, ButtonLink } from '../../links.tsx'
import { type Discovery, discoveryQuery } from '../queries.ts'
import { sentenceOf } from '../words.ts'
import { Configuration } from './configuration.tsx'
import { DiscoveredTable } from './discovered-table.tsx'
import { EventDrawer } from './event-drawer.tsx'
import { EventTable } from './event-table.tsx'
import { ImportedTable } from './imported-table.tsx'
import { MatchDrawer } from './match-drawer.tsx'
import { page } from './page.ts'
import { AutoImport, SyncButton } from './sync.tsx'

export function Page() {
  const { discovery: id = '' }: { discovery?: string } = useParams({ strict: false })
  const found = useQuery(discoveryQuery(useApi(), id))
  if (found.data) {
    const { data, etag } = found.data
    return <Detail key={id} discovery={data} etag={etag ?? ''} error={found.error} />
  }
  const gone = found.error instanceof ApiError && found.error.problem.status < 500
  return (
    <>
      <PageHeader title={page.title} />
      {gone && (
        <EmptyState action={<ButtonLink to="/discovery">All discoveries</ButtonLink>}>
          There is no discovery {id}. It went with its workspace, or never was.
        </EmptyState>
      )}
      {found.error && !gone && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && (
        <Loading label="Loading the discovery">
          <TextSkeleton />
          <TableSkeleton />
        </Loading>
      )}
    </>
  )
}

interface DetailProps {
  readonly discovery: Discovery
  readonly etag: string
  readonly error: Error | null
}

function Detail({ discovery, etag, error }: DetailProps) {
  const mayEdit = useCan()('integration:edit')
  const isActive = discovery.suspended_at === null
  return (
    <>
      <PageHeader
        title={discovery.name}
        state={sentenceOf(discovery)}
        live={isActive && discovery.connection?.is_active === true && error === null}
        actions={
          mayEdit &&
          isActive && (
            <>
              <AutoImport discovery={discovery} />
              <SyncButton discovery={discovery} />
            </>
          )
        }
      />
      {error && <ErrorState error={error} />}
      {!isActive && (
        <Banner level="attention" title="This discovery is suspended.">
          Nothing new appears, and what was imported is not updated.{' '}
          <AnchorLink
            to="/discovery/$discovery"
            params={{ discovery: discovery.id }}
            search={{ tab: 'configuration' }}
            underline="always"
          >
            Resume it
          </AnchorLink>
        </Banner>
      )}
      {isActive && !discovery.connection?.is_active && <NotRead discovery={discovery} />}
      <Tabs
        label={discovery.name}
        tabs={[
          {
            id: 'discovered',
            label: 'Discovered',
            count: discovery.discovered,
            content: <DiscoveredTable discovery={discovery} />,
          },
          {
            id: 'imported',
            label: 'Imported',
            count: discovery.imported,
            content: <ImportedTable discovery={discovery} />,
          },
          { id: 'events', label: 'Events', content: <EventTable discovery={discovery} /> },
          {
            id: 'configuration',
            label: 'Configuration',
            content: <Configuration discovery={discovery} etag={etag} />,
          },
        ]}
      />
      <MatchDrawer discovery={discovery} />
      <EventDrawer discovery={discovery} />
    </>
  )
}

/** Nothing can be discovered where nothing is read. */
function NotRead({ discovery: { connection, workspace } }: Pick<DetailProps, 'discovery'>) {
  return (
    <Banner
      level="attention"
      title={connection ? `${connection.alias} is suspended.` : `No connection reads ${workspace.slug}.`}
    >
      What was read before can be imported; nothing new appears.{' '}
      <AnchorLink
        to="/integrations"
        search={connection ? { connection: connection.id } : {}}
        underline="always"
      >
        {connection ? `Go to ${connection.alias}` : 'Integrations'}
      </AnchorLink>
    </Banner>
  )
}
