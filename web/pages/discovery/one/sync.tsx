import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useApi } from '../../../api.ts'
import { SwitchField } from '../../../ui/form/fields.tsx'
import { useAction } from '../../action.ts'
import { runsKey } from '../../runs/queries.ts'
import classes from '../discovery.module.css'
import { type Discovery, discoveriesKey } from '../queries.ts'

interface OfDiscovery {
  readonly discovery: Discovery
}

/** Reads the repositories of the workspace now, or joins the run that is open. */
export function SyncButton({ discovery: { connection } }: OfDiscovery) {
  const api = useApi()
  const start = useAction(
    async (id: string) => {
      await api.runs.start({ params: { id }, query: { scope: 'repositories' } })
      return { message: 'The repositories are read; what is new appears here.' }
    },
    runsKey,
    discoveriesKey,
  )
  return (
    <Button
      leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
      loading={start.isPending}
      disabled={!connection?.is_active}
      onClick={() => connection && start.mutate(connection.id)}
    >
      Sync
    </Button>
  )
}

export function AutoImport({ discovery: { id, auto_import } }: OfDiscovery) {
  const api = useApi()
  const set = (on: boolean) => api.discoveries.setAutoImport({ params: { id }, body: { on } })
  const change = useAction(async (on: boolean) => {
    await set(on)
    return {
      message: on
        ? 'What is discovered from now on is imported by itself.'
        : 'What is discovered waits for somebody to import it.',
      undo: () => set(!on),
    }
  }, discoveriesKey)
  return (
    <div className={classes.switch}>
      <SwitchField
        name="auto_import"
        label="Auto-import future discovered entities"
        value={auto_import}
        disabled={change.isPending}
        onChange={(on) => change.mutate(on)}
      />
    </div>
  )
}
