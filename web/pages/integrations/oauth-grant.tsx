import { Anchor, Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '../../api.ts'
import { toastError } from '../../ui/feedback/toast.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { Status } from '../../ui/value/status.tsx'
import classes from './integrations.module.css'
import { connector, grantQuery, oauthAppQuery } from './oauth-queries.ts'

interface OAuthGrantProps {
  /** The grant that is finished; null until there is one. */
  readonly value: string | null
  readonly onGranted: (id: string) => void
  readonly error?: React.ReactNode
}

/** Grants access in a window of Bitbucket's own, once the app is entered: until then it leads there. */
export function OAuthGrant({ value, onGranted, error }: OAuthGrantProps) {
  const { data } = useQuery(oauthAppQuery(useApi()))
  const settings = useDrawer('app')
  const { grant, url, start, refusal } = useGrant(onGranted)
  if (!data) return null
  if (!data.app) {
    return (
      <div className={classes.part}>
        <p>
          The key and the secret of an OAuth consumer are entered once for everybody; then access is granted
          here.
        </p>
        <div className={classes.tools}>
          <Button onClick={() => settings.open('yes')}>Enter the Atlassian app</Button>
        </div>
      </div>
    )
  }
  return (
    <div className={classes.part}>
      <div className={classes.tools}>
        <Button
          variant={value === null ? 'filled' : 'default'}
          loading={start.isPending}
          onClick={() => start.mutate(openWindow())}
        >
          {value === null ? 'Grant access' : 'Grant access again'}
        </Button>
      </div>
      <div aria-live="polite">
        {value !== null && <Status level="good">Access is granted: it becomes the credential.</Status>}
        {value === null && grant !== null && refusal === null && url !== null && (
          <p className={classes.quiet}>
            Waiting for the other window.{' '}
            <Anchor href={url} target="_blank" rel="opener" underline="always">
              Open it again
            </Anchor>{' '}
            if it did not appear or was closed.
          </p>
        )}
        {value === null && refusal !== null && <Status level="bad">{refusal}</Status>}
        {error && <Status level="bad">{error}</Status>}
      </div>
    </div>
  )
}

/** Opened at the press itself: a window that comes later is taken for an advertisement. */
function openWindow(): Window | null {
  return window.open('', 'windlass-grant', 'popup,width=760,height=820')
}

function useGrant(onGranted: (id: string) => void) {
  const api = useApi()
  const queries = useQueryClient()
  const [grant, setGrant] = useState<{ id: string; url: string } | null>(null)
  const start = useMutation({
    mutationFn: async (opened: Window | null) => {
      try {
        const { id, authorize_url: url } = (await api.oauthGrants.start({ body: { connector } })).data
        if (opened) opened.location.href = url
        return { id, url }
      } catch (error) {
        opened?.close()
        throw error
      }
    },
    onSuccess: setGrant,
    onError: toastError,
  })
  const asked = useQuery({ ...grantQuery(api, grant?.id ?? ''), enabled: grant !== null })
  useEffect(() => {
    const channel = new BroadcastChannel('windlass-grants')
    channel.onmessage = () => void queries.invalidateQueries({ queryKey: ['oauth-grants'] })
    return () => channel.close()
  }, [queries])
  const granted = asked.data?.outcome === 'granted' ? asked.data.id : null
  useEffect(() => {
    if (granted !== null) onGranted(granted)
  }, [granted, onGranted])
  return {
    ...{ start, grant: grant?.id ?? null, url: grant?.url ?? null },
    refusal: asked.data?.refusal ?? asked.error?.message ?? null,
  }
}
