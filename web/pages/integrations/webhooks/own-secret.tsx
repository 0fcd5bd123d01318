import { Button } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useApi } from '../../../api.ts'
import { PasswordField } from '../../../ui/form/fields.tsx'
import { Fold } from '../../../ui/layout/fold.tsx'
import { useAction } from '../../action.ts'
import classes from '../integrations.module.css'
import { type Webhook, webhooksKey } from './queries.ts'

/** For a secret that is set elsewhere already. */
export function OwnSecret({ webhook: { id, workspace } }: { webhook: Webhook }) {
  const api = useApi()
  const [secret, setSecret] = useState('')
  const use = useAction(async () => {
    await api.webhooks.setSecret({ params: { id }, body: { secret } })
    setSecret('')
    return { message: `The webhook of ${workspace.slug} has the secret that was typed.` }
  }, webhooksKey)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    use.mutate()
  }
  return (
    <Fold title="A secret of your own">
      <form onSubmit={submit} className={classes.part}>
        <PasswordField
          name={`secret-${id}`}
          label="Secret"
          help="16 to 128 characters. The one before is taken for 24 hours more."
          autoComplete="off"
          value={secret}
          onChange={setSecret}
        />
        <div className={classes.tools}>
          <Button type="submit" variant="default" loading={use.isPending} disabled={secret === ''}>
            Use this secret
          </Button>
        </div>
      </form>
    </Fold>
  )
}
