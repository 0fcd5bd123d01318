import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Card, Cards } from '../../ui/layout/cards.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Status } from '../../ui/value/status.tsx'
import { guide } from '../guide.ts'
import { ButtonLink } from '../links.tsx'
import classes from './discovery.module.css'
import { page } from './page.ts'
import { type Discovery, discoveriesQuery } from './queries.ts'
import { sentenceOf } from './words.ts'

export function Page() {
  const list = useQuery(discoveriesQuery(useApi()))
  const mayEdit = useCan()('integration:edit')
  const action = mayEdit && (
    <ButtonLink to="/discovery/new" leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}>
      Set up discovery
    </ButtonLink>
  )
  const count = list.data?.length
  return (
    <>
      <PageHeader
        title={page.title}
        state={count !== undefined && stateOf(count)}
        live={count !== undefined && count > 0}
        actions={count !== undefined && count > 0 && action}
      />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && (
        <Loading label="Loading the discoveries">
          <TextSkeleton />
        </Loading>
      )}
      {count === 0 && (
        <EmptyState action={action} guide={guide('discovery', 'How discovery works')}>
          No workspace is discovered yet. A discovery brings the repositories of a workspace into the
          catalogue{mayEdit ? '' : '; somebody who may edit integrations sets it up'}.
        </EmptyState>
      )}
      {list.data && list.data.length > 0 && (
        <Cards label="Discoveries">
          {list.data.map((discovery) => (
            <Card key={discovery.id}>
              <DiscoveryCard discovery={discovery} />
            </Card>
          ))}
        </Cards>
      )}
    </>
  )
}

function DiscoveryCard({ discovery }: { discovery: Discovery }) {
  const { id, name, workspace, connection, suspended_at } = discovery
  const params = { discovery: id }
  return (
    <>
      <h2>{name}</h2>
      <div className={classes.quiet}>
        {workspace.slug} · {connection ? connection.alias : 'no connection reads it'}
      </div>
      <Status level={suspended_at !== null || !connection?.is_active ? 'attention' : 'good'}>
        {sentenceOf(discovery)}
      </Status>
      <div className={classes.tools}>
        <ButtonLink to="/discovery/$discovery" params={params} variant="default" aria-label={`View ${name}`}>
          View
        </ButtonLink>
        <ButtonLink
          to="/discovery/$discovery"
          params={params}
          search={{ tab: 'configuration' }}
          variant="subtle"
          aria-label={`Configuration of ${name}`}
        >
          Configuration
        </ButtonLink>
      </div>
    </>
  )
}

function stateOf(count: number): string {
  if (count === 0) return 'No workspace is discovered.'
  return count === 1 ? 'One workspace is discovered.' : `${formatCount(count)} workspaces are discovered.`
}
