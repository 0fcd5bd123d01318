import { Button } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { useAction } from '../action.ts'
import { CredentialForm } from './credential-form.tsx'
import classes from './integrations.module.css'
import { GrantAgain } from './oauth-again.tsx'
import { type Connection, type Credential, connectionsKey } from './queries.ts'
import { TokenForm } from './token-form.tsx'

interface CredentialActsProps {
  readonly connection: Connection
  readonly credential: Credential
}

/** Edit, replace, remove: one form at a time, in the place of the buttons. */
export function CredentialActs({ connection, credential }: CredentialActsProps) {
  const [open, setOpen] = useState<'edit' | 'replace' | null>(null)
  const close = () => setOpen(null)
  if (open === 'edit')
    return <CredentialForm connection={connection} credential={credential} onDone={close} />
  if (open === 'replace') {
    const Replacing = credential.kind === 'oauth' ? GrantAgain : TokenForm
    return <Replacing connection={connection} replaces={credential} onDone={close} />
  }
  const { label } = credential
  return (
    <div className={classes.tools}>
      <Button variant="default" aria-label={`Edit ${label}`} onClick={() => setOpen('edit')}>
        Edit
      </Button>
      <Button variant="default" aria-label={`Replace ${label}`} onClick={() => setOpen('replace')}>
        Replace
      </Button>
      {connection.credentials.length > 1 && <Remove connection={connection} credential={credential} />}
    </div>
  )
}

function Remove({ connection: { id }, credential: { id: credential_id, label } }: CredentialActsProps) {
  const api = useApi()
  const remove = useAction(async () => {
    const sure = await confirm({
      title: `Remove ${label}?`,
      body: 'Its token is forgotten here; in Bitbucket it lives on until it is revoked. The other credentials take over its work.',
      action: 'Remove',
      danger: true,
    })
    if (!sure) return undefined
    await api.connections.removeCredential({ params: { id, credential_id } })
    return { message: `${label} is removed.` }
  }, connectionsKey)
  return (
    <Button
      variant="outline"
      color="red"
      aria-label={`Remove ${label}`}
      loading={remove.isPending}
      onClick={() => remove.mutate()}
    >
      Remove
    </Button>
  )
}
