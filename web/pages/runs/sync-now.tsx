import { Button } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { useAction } from '../action.ts'
import { runsKey } from './queries.ts'

interface SyncNowProps {
  readonly connection: { readonly id: string; readonly alias: string }
  readonly variant?: 'filled' | 'default'
}

/** Starts a run, or finds the one that is open, and shows it. */
export function SyncNow({ connection: { id, alias }, variant = 'default' }: SyncNowProps) {
  const api = useApi()
  const navigate = useNavigate()
  const start = useAction(async () => {
    const { data: run } = await api.runs.start({ params: { id }, query: {} })
    void navigate({ to: '/runs/$run', params: { run: run.id } })
    return undefined
  }, runsKey)
  return (
    <Button
      variant={variant}
      leftSection={<IconRefresh size={16} stroke={1.75} aria-hidden />}
      loading={start.isPending}
      onClick={() => start.mutate()}
      aria-label={`Sync now: ${alias}`}
    >
      Sync now
    </Button>
  )
}
