import { Button } from '@mantine/core'
import { useApi } from '../../../api.ts'
import { confirm } from '../../../ui/feedback/confirm.tsx'
import { useAction } from '../../action.ts'
import { Act, Acts } from '../../acts.tsx'
import { Section } from '../../section.tsx'
import classes from '../discovery.module.css'
import { type Discovery, discoveriesKey } from '../queries.ts'

/** Stops discovery, and lets it go on. */
export function DangerZone({ discovery }: { discovery: Discovery }) {
  const { suspended_at } = discovery
  return (
    <Section title="Danger zone">
      <div className={classes.danger}>
        <Acts>
          <Act
            doc={
              suspended_at === null
                ? 'No repository is discovered and nothing that was imported is updated until it is resumed. Entities stay, and the connection goes on reading.'
                : 'Goes on, and catches up with what changed meanwhile.'
            }
          >
            <SuspendOrResume discovery={discovery} />
          </Act>
        </Acts>
      </div>
    </Section>
  )
}

function SuspendOrResume({ discovery: { id, name, suspended_at } }: { discovery: Discovery }) {
  const api = useApi()
  const isSuspended = suspended_at !== null
  const change = useAction(async () => {
    if (isSuspended) {
      await api.discoveries.resume({ params: { id } })
      return { message: `${name} goes on.` }
    }
    const sure = await confirm({
      title: `Suspend ${name}?`,
      body: 'Nothing new appears under Discovered, and entities that were imported stay as they are.',
      action: 'Suspend',
      danger: true,
    })
    if (!sure) return undefined
    await api.discoveries.suspend({ params: { id } })
    return { message: `${name} is suspended.` }
  }, discoveriesKey)
  return (
    <Button
      variant={isSuspended ? 'default' : 'outline'}
      {...(isSuspended ? {} : { color: 'red' })}
      loading={change.isPending}
      onClick={() => change.mutate()}
    >
      {isSuspended ? 'Resume auto-discovery' : 'Suspend auto-discovery'}
    </Button>
  )
}
