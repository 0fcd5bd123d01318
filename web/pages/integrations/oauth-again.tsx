import { Button } from '@mantine/core'
import { useCallback, useState } from 'react'
import { useApi } from '../../api.ts'
import { useAction } from '../action.ts'
import classes from './integrations.module.css'
import { OAuthGrant } from './oauth-grant.tsx'
import { type Connection, connectionsKey } from './queries.ts'

type Credential = Connection['credentials'][number]

/** The way out of granted access that Bitbucket renews no more: grant it again, in place of what was. */
export function GrantAgain({ connection, credential }: { connection: Connection; credential: Credential }) {
  const api = useApi()
  const [grant, setGrant] = useState<string | null>(null)
  const onGranted = useCallback((id: string) => setGrant(id), [])
  const replace = useAction(async (id: string) => {
    const params = { id: connection.id, credential_id: credential.id }
    const body = { kind: 'oauth' as const, grant: id, label: credential.label }
    await api.connections.replaceCredential({ params, body })
    setGrant(null)
    return { message: `${connection.alias} goes on where it stood.` }
  }, connectionsKey)
  return (
    <div className={classes.part}>
      <OAuthGrant value={grant} onGranted={onGranted} />
      {grant !== null && (
        <div className={classes.tools}>
          <Button loading={replace.isPending} onClick={() => replace.mutate(grant)}>
            Verify and use it
          </Button>
        </div>
      )}
    </div>
  )
}
