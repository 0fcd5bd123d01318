import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useHasFeature } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { columns } from './columns.tsx'
import { CreateKey } from './create-key.tsx'
import { expiryOf } from './expiry.ts'
import { page } from './page.ts'
import { type ApiKey, apiKeysQuery } from './queries.ts'

export function Page() {
  const keys = useQuery(apiKeysQuery(useApi()))
  const add = useDrawer('add')
  const create = (
    <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => add.open('yes')}>
      Create a key
    </Button>
  )
  return (
    <>
      <PageHeader
        title={page.title}
        state={keys.data && stateOf(keys.data)}
        actions={keys.data && keys.data.length > 0 && create}
      />
      <DataTable
        label="API keys"
        columns={columns}
        rows={keys.data}
        rowKey={(row) => row.id}
        error={keys.error ?? undefined}
        onRetry={() => void keys.refetch()}
        empty={<Empty action={create} />}
      />
      <CreateKey />
    </>
  )
}

function Empty({ action }: { action: React.ReactNode }) {
  const documented = useHasFeature()('api_docs')
  return (
    <EmptyState
      action={action}
      {...(documented ? { guide: { href: '/api/docs', label: 'See what the API offers' } } : {})}
    >
      No program has a key yet. A key lets a script, a scheduler or CI use the API, and no more of it than you
      allow.
    </EmptyState>
  )
}

function stateOf(keys: readonly ApiKey[]): string {
  if (keys.length === 0) return 'No key is in use.'
  const now = new Date()
  const ended = keys.filter((key) => expiryOf(key, now) === 'expired').length
  const soon = keys.filter((key) => expiryOf(key, now) === 'soon').length
  const parts = [
    `${formatCount(keys.length - ended)} ${keys.length - ended === 1 ? 'key works' : 'keys work'}`,
  ]
  if (soon > 0) parts.push(`${formatCount(soon)} ${soon === 1 ? 'expires' : 'expire'} within two weeks`)
  if (ended > 0) parts.push(`${formatCount(ended)} ${ended === 1 ? 'has' : 'have'} expired`)
  return `${parts.join('; ')}.`
}
