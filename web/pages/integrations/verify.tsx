import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { Banner } from '../../ui/feedback/banner.tsx'
import { toastError } from '../../ui/feedback/toast.tsx'
import { Checks, type Tried } from './checks.tsx'
import { type Connection, connectionsKey } from './queries.ts'

/** Tries every credential on every workspace; `button` starts it, `results` stay until it is tried again. */
export function useVerify(connection: Connection) {
  const api = useApi()
  const queries = useQueryClient()
  const verify = useMutation({
    mutationFn: async () => (await api.connections.verify({ params: { id: connection.id } })).data.checks,
    onSuccess: () => queries.invalidateQueries({ queryKey: connectionsKey }),
    onError: toastError,
  })
  return {
    button: (
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        Verify
      </Button>
    ),
    results: verify.data && (
      <div role="status">
        {verify.data.length > 0 && verify.data.every(({ outcome }) => outcome === 'ok') && (
          <Banner level="good" title="Every credential works on every workspace." />
        )}
        <Checks checks={verify.data} tried={(label) => triedOf(connection, label)} />
      </div>
    ),
  }
}

/** Null for kinds whose scopes are not listed here. */
export function triedOf({ credentials }: Connection, label: string): Tried | null {
  const credential = credentials.find((each) => each.label === label)
  const kind = credential?.kind
  if (kind !== 'access_token' && kind !== 'api_token' && kind !== 'oauth') return null
  return { kind, told: credential?.scopes !== null }
}
