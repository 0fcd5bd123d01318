import { Button } from '@mantine/core'
import { modals } from '@mantine/modals'
import { useApi } from '../../../api.ts'
import { useCan } from '../../../session.ts'
import { CopyButton } from '../../../ui/feedback/copy-button.tsx'
import { useAction } from '../../action.ts'
import classes from '../integrations.module.css'
import { Commands } from './by-hand.tsx'
import type { Command, Webhook } from './queries.ts'

/** Shows the secret to an administrator, and notes that it was looked at. */
export function RevealSecret({ webhook: { id, workspace } }: { webhook: Webhook }) {
  const api = useApi()
  const can = useCan()
  const reveal = useAction(async () => {
    const { data } = await api.webhooks.reveal({ params: { id } })
    modals.open({
      title: `Secret of the webhook of ${workspace.slug}`,
      size: 'lg',
      children: <Secret {...data} />,
    })
    return undefined
  })
  if (!can('webhook:reveal')) return null
  return (
    <Button variant="default" loading={reveal.isPending} onClick={() => reveal.mutate()}>
      Reveal secret
    </Button>
  )
}

function Secret({ secret, commands }: { secret: string; commands: readonly Command[] }) {
  return (
    <div className={classes.part}>
      <p>Whoever knows it can sign deliveries. That you looked is in the audit log.</p>
      <div className={classes.command}>
        <pre>{secret}</pre>
        <CopyButton value={secret} label="Copy the secret" />
      </div>
      <Commands commands={commands} />
    </div>
  )
}
