import { Button } from '@mantine/core'
import { useCallback, useState } from 'react'
import { useApi } from '../../api.ts'
import { useAction } from '../action.ts'
import classes from './integrations.module.css'
import { OAuthGrant } from './oauth-grant.tsx'
import { type Connection, type Credential, connectionsKey } from './queries.ts'

interface GrantAgainProps {
  readonly connection: Connection
  readonly replaces: Credential
  readonly onDone: () => void
}

/** Access granted anew in the place of what was: the way out when Bitbucket renews it no more. */
export function GrantAgain({ connection, replaces, onDone }: GrantAgainProps) {
  const api = useApi()
  const [grant, setGrant] = useState<string | null>(null)
  const onGranted = useCallback((id: string) => setGrant(id), [])
  const replace = useAction(async (id: string) => {
    const params = { id: connection.id, credential_id: replaces.id }
    const body = { kind: 'oauth' as const, grant: id, label: replaces.label }
    await api.connections.replaceCredential({ params, body })
    onDone()
    return { message: `${connection.alias} goes on where it stood.` }
  }, connectionsKey)
  return (
    <div className={classes.part}>
      <OAuthGrant value={grant} onGranted={onGranted} />
      <div className={classes.tools}>
        {grant !== null && (
          <Button loading={replace.isPending} onClick={() => replace.mutate(grant)}>
            Verify and use it
          </Button>
        )}
        <Button variant="default" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </div>
  )
}
