import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api.ts'
import { CopyButton } from '../../../ui/feedback/copy-button.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../../ui/feedback/skeletons.tsx'
import classes from '../integrations.module.css'
import { type Command, curlQuery, type Webhook } from './queries.ts'

/** What an administrator of the workspace runs when the credentials may not manage webhooks. */
export function ByHand({ webhook: { id } }: { webhook: Webhook }) {
  const found = useQuery(curlQuery(useApi(), id))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label="Loading the commands">
        <TextSkeleton />
      </Loading>
    )
  }
  return (
    <>
      <p>
        Have an administrator of the workspace run one of these, with a token and the secret in place of the
        capitals, or give a credential the scopes for webhooks and register again. That deliveries arrive
        shows here.
      </p>
      <Commands commands={found.data} />
    </>
  )
}

export function Commands({ commands }: { commands: readonly Command[] }) {
  return commands.map(({ what, command }) => (
    <div key={what}>
      <div className={classes.quiet}>{what}</div>
      <div className={classes.command}>
        <pre>{command}</pre>
        <CopyButton
          value={command}
          label={`Copy the command that ${what.replace(/^\w/, (one) => one.toLowerCase())}`}
        />
      </div>
    </div>
  ))
}
