import { Button } from '@mantine/core'
import { useApi } from '../../../api.ts'
import { confirm } from '../../../ui/feedback/confirm.tsx'
import { useAction } from '../../action.ts'
import classes from '../integrations.module.css'
import { OwnSecret } from './own-secret.tsx'
import { type Webhook, webhooksKey } from './queries.ts'
import { RevealSecret } from './reveal.tsx'
import { stateInWords } from './words.ts'

export function WebhookActs({ webhook, isActive }: { webhook: Webhook; isActive: boolean }) {
  const api = useApi()
  const { id, state, workspace } = webhook
  const register = useAction(async () => {
    const { data } = await api.webhooks.register({ params: { id } })
    return { message: `${workspace.slug}: ${stateInWords(data).sentence}` }
  }, webhooksKey)
  const rotate = useAction(async () => {
    const sure = await confirm({
      title: `Make a new secret for the webhook of ${workspace.slug}?`,
      body: `${
        state === 'registered'
          ? 'Bitbucket is told at once.'
          : 'Nobody tells Bitbucket: whoever made the webhook enters it there.'
      } Deliveries that are signed with the secret before are taken for 24 hours more.`,
      action: 'Rotate secret',
    })
    if (!sure) return undefined
    await api.webhooks.rotate({ params: { id } })
    return { message: `The webhook of ${workspace.slug} has a new secret.` }
  }, webhooksKey)
  return (
    <>
      <div className={classes.tools}>
        {isActive && (
          <Button variant="default" loading={register.isPending} onClick={() => register.mutate()}>
            {state === 'registered' ? 'Check now' : 'Register now'}
          </Button>
        )}
        {isActive && webhook.secret_last_four !== null && (
          <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
            Rotate secret
          </Button>
        )}
        {webhook.secret_last_four !== null && <RevealSecret webhook={webhook} />}
      </div>
      {isActive && <OwnSecret webhook={webhook} />}
    </>
  )
}
