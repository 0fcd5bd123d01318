import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Card, Cards } from '../../ui/layout/cards.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { ButtonLink } from '../links.tsx'
import { AddConnection } from './add-connection.tsx'
import { ConnectionCard } from './connection-card.tsx'
import { ConnectionDrawer } from './connection-drawer.tsx'
import { EditConnection } from './edit-connection.tsx'
import { OAuthAppButton, OAuthAppDrawer } from './oauth-app.tsx'
import { page } from './page.ts'
import { connectionsQuery } from './queries.ts'
import { useVerifyAll } from './verify-all.tsx'

export function Page() {
  const list = useQuery(connectionsQuery(useApi()))
  const can = useCan()
  const add = useDrawer('add')
  const action = can('integration:edit') && (
    <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => add.open('yes')}>
      Add integration
    </Button>
  )
  const count = list.data?.length
  const verifyAll = useVerifyAll(count ?? 0)
  return (
    <>
      <PageHeader
        title={page.title}
        state={count !== undefined && stateOf(count)}
        live={count !== undefined && count > 0}
        actions={
          <>
            <ButtonLink to="/integrations/streams" variant="subtle">
              What is read
            </ButtonLink>
            <OAuthAppButton />
            {can('integration:edit') && verifyAll.button}
            {count !== undefined && count > 0 && action}
          </>
        }
      />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && (
        <Loading label="Loading the integrations">
          <TextSkeleton />
        </Loading>
      )}
      {count === 0 && (
        <EmptyState action={action}>
          Nothing is connected yet. A connection reads a Bitbucket workspace, newest first, with a token that
          you make there{can('integration:edit') ? '' : '; somebody who may edit integrations adds it'}.
        </EmptyState>
      )}
      {verifyAll.results}
      {list.data && list.data.length > 0 && (
        <Cards label="Connections">
          {list.data.map(({ id, alias }) => (
            <Card key={id}>
              <ConnectionCard id={id} alias={alias} />
            </Card>
          ))}
        </Cards>
      )}
      <AddConnection />
      <ConnectionDrawer />
      <OAuthAppDrawer />
      <EditConnection />
    </>
  )
}

function stateOf(count: number): string {
  if (count === 0) return 'Nothing is connected.'
  return `${formatCount(count)} ${count === 1 ? 'connection' : 'connections'} to Bitbucket.`
}
