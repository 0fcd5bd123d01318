import { Button, Tooltip } from '@mantine/core'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import type { Column } from '../../ui/table/column.ts'
import { useNow } from '../../ui/value/clock.tsx'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { useAction } from '../action.ts'
import classes from './api-keys.module.css'
import { expiryOf } from './expiry.ts'
import { type ApiKey, apiKeysKey } from './queries.ts'

export const columns: readonly Column<ApiKey>[] = [
  {
    id: 'name',
    title: 'Name',
    value: (key) => key.name,
    cell: (key) => <strong>{key.name}</strong>,
    width: 180,
  },
  {
    id: 'prefix',
    title: 'Begins with',
    value: (key) => key.prefix,
    cell: (key) => <code className={classes.prefix}>{key.prefix}…</code>,
    width: 130,
    sortable: false,
  },
  { id: 'owner', title: 'Owner', value: (key) => key.owner.name, width: 140 },
  {
    id: 'permissions',
    title: 'Allows',
    value: (key) => key.permissions.join(', '),
    cell: (key) => <Permissions names={key.permissions} />,
    width: 150,
    sortable: false,
  },
  {
    id: 'last_used_at',
    title: 'Last used',
    value: (key) => (key.last_used_at === null ? 'Never' : new Date(key.last_used_at)),
    cell: (key) => <Time at={key.last_used_at} whenNull="Never" />,
    width: 110,
  },
  {
    id: 'expires_at',
    title: 'Expires',
    value: (key) => (key.expires_at === null ? 'Never' : new Date(key.expires_at)),
    cell: (key) => <Expiry apiKey={key} />,
    width: 130,
  },
  {
    id: 'created_at',
    title: 'Created',
    value: (key) => new Date(key.created_at),
    cell: (key) => <Time at={key.created_at} />,
    width: 110,
    hidden: true,
  },
  {
    id: 'revoke',
    title: '',
    value: () => null,
    cell: (key) => <Revoke apiKey={key} />,
    actions: true,
    align: 'end',
    width: 100,
  },
]

function Permissions({ names }: { names: readonly string[] }) {
  return (
    <Tooltip label={names.join(', ')} multiline maw={360}>
      <span className={classes.permissions}>
        {names.length === 1 ? names[0] : `${names.length} permissions`}
      </span>
    </Tooltip>
  )
}

function Expiry({ apiKey }: { apiKey: ApiKey }) {
  const expiry = expiryOf(apiKey, useNow())
  if (expiry === 'never') return 'Never'
  if (expiry === 'later') return <Time at={apiKey.expires_at} />
  return (
    <Status level={expiry === 'expired' ? 'bad' : 'attention'}>
      {expiry === 'expired' && 'Expired '}
      <Time at={apiKey.expires_at} />
    </Status>
  )
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const api = useApi()
  const revoke = useAction(async () => {
    const sure = await confirm({
      title: `Revoke ${apiKey.name}?`,
      body: 'Whatever uses it is refused from now on. It cannot be taken back; a new key can be created.',
      action: 'Revoke',
      danger: true,
    })
    if (!sure) return undefined
    await api.apiKeys.revoke({ params: { id: apiKey.id } })
    return { message: `${apiKey.name} is revoked.` }
  }, apiKeysKey)
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="red"
      loading={revoke.isPending}
      aria-label={`Revoke ${apiKey.name}`}
      onClick={() => revoke.mutate()}
    >
      Revoke
    </Button>
  )
}
