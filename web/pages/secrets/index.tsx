import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type Answered, sessionKey, useApi } from '../../api.ts'
import { keyRingQuery } from '../../queries.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Status } from '../../ui/value/status.tsx'
import { useAction } from '../action.ts'
import { Keys } from './keys.tsx'
import { page } from './page.ts'

type KeyRing = Answered<'keyRing', 'get'>

export function Page() {
  const ring = useQuery(keyRingQuery(useApi()))
  return (
    <>
      <PageHeader
        title={page.title}
        state={ring.data && <State ring={ring.data} />}
        actions={ring.data && <Rotate ring={ring.data} />}
      />
      {ring.error && <ErrorState error={ring.error} onRetry={() => void ring.refetch()} />}
      {ring.isPending && (
        <Loading label="Loading the key ring">
          <TableSkeleton rows={2} />
        </Loading>
      )}
      {ring.data && <Keys ring={ring.data} />}
    </>
  )
}

function State({ ring }: { ring: KeyRing }) {
  const secrets = ring.keys.reduce((sum, key) => sum + key.secrets, 0)
  const lost = ring.keys.filter((key) => !key.present).reduce((sum, key) => sum + key.secrets, 0)
  if (ring.state === 'lost') {
    return (
      <Status level="bad">
        {lost === 1 ? 'One stored secret' : `${formatCount(lost)} stored secrets`} cannot be opened: the key
        is missing.
      </Status>
    )
  }
  if (secrets === 0) return <Status level="good">The key is here. No secret is stored yet.</Status>
  return (
    <Status level="good">
      {secrets === 1 ? 'The one stored secret' : `All ${formatCount(secrets)} stored secrets`} can be opened.
    </Status>
  )
}

/** Rotating while a key is missing would seal nothing anew that matters; the server refuses it as well. */
function Rotate({ ring }: { ring: KeyRing }) {
  const api = useApi()
  const rotate = useAction(
    async () => {
      const sure = await confirm({
        title: 'Rotate the key?',
        body:
          ring.source === 'file'
            ? 'The key file gets a new first key, and every stored secret is sealed anew with it. Work goes on meanwhile. Back the key file up again afterwards.'
            : 'Every stored secret is sealed anew with the first key of WINDLASS_KEY. Work goes on meanwhile. Afterwards the keys behind it can be taken away.',
        action: 'Rotate',
      })
      if (!sure) return undefined
      const { data } = await api.keyRing.rotate()
      const what = data.resealed === 1 ? 'One secret is' : `${formatCount(data.resealed)} secrets are`
      const rest =
        data.unreadable > 0 ? ` ${formatCount(data.unreadable)} did not open and stayed as they were.` : ''
      return { message: `${what} sealed anew with key ${data.key}.${rest}` }
    },
    ['key-ring'],
    sessionKey,
  )
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
      loading={rotate.isPending}
      disabled={ring.state === 'lost'}
      onClick={() => rotate.mutate()}
    >
      Rotate
    </Button>
  )
}
