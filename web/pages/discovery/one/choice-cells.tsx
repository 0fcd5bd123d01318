import { Button, Select } from '@mantine/core'
import { useApi } from '../../../api.ts'
import { useDrawer } from '../../../ui/layout/drawer.tsx'
import { Unknown } from '../../../ui/value/unknown.tsx'
import { useAction } from '../../action.ts'
import classes from '../discovery.module.css'
import { type Discovered, type Discovery, discoveriesKey } from '../queries.ts'
import { actions } from '../words.ts'
import { EntityLink } from './entity-link.tsx'

export interface Choice {
  readonly action?: 'register' | 'merge' | null
  readonly entity?: string | null
  readonly type?: string | null
}

/** Chooses something for a repository; the list shows it once it is stored. */
export function useChoose(discovery: Discovery, repository: string) {
  const api = useApi()
  return useAction(async (body: Choice) => {
    await api.discoveries.choose({ params: { id: discovery.id, repository }, body })
    return undefined
  }, discoveriesKey)
}

interface CellProps {
  readonly discovery: Discovery
  readonly row: Discovered
  readonly mayEdit: boolean
}

/** What is done with it: recommended, until somebody chooses. */
export function ActionCell({ discovery, row, mayEdit }: CellProps) {
  const choose = useChoose(discovery, row.id)
  if (!mayEdit || discovery.behaviour !== 'register_and_merge' || row.state === 'importing')
    return row.action === null ? <Unknown reason="No entity fits it; choose one." /> : actions[row.action]
  return (
    <Select
      size="xs"
      aria-label={`Action for ${row.name}`}
      data={Object.entries(actions).map(([value, label]) => ({ value, label }))}
      value={row.action}
      placeholder="Choose"
      allowDeselect={false}
      disabled={choose.isPending}
      onChange={(value) => choose.mutate({ action: value === 'merge' ? 'merge' : 'register' })}
    />
  )
}

/** The entity it is merged into, and the way to another. */
export function MatchCell({ row, mayEdit }: Omit<CellProps, 'discovery'>) {
  const { open } = useDrawer('match')
  const word = row.match ? 'Change' : 'Choose'
  return (
    <div className={classes.match}>
      <span>
        {row.match ? <EntityLink entity={row.match} /> : <span className={classes.quiet}>None</span>}
      </span>
      {mayEdit && row.state !== 'importing' && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={`${word} the entity of ${row.name}`}
          onClick={() => open(row.id)}
        >
          {word}
        </Button>
      )}
    </div>
  )
}

interface TypeCellProps extends CellProps {
  readonly types: readonly string[]
}

/** Editable where the repository becomes an entity; that of an entity is its own. */
export function TypeCell({ discovery, row, types, mayEdit }: TypeCellProps) {
  const choose = useChoose(discovery, row.id)
  if (!mayEdit || row.action !== 'register' || types.length === 0 || row.state === 'importing')
    return row.type ?? <Unknown reason="Its kind has no type, or none was said." />
  return (
    <Select
      size="xs"
      aria-label={`Type of ${row.name}`}
      data={[...types]}
      value={row.type}
      allowDeselect={false}
      disabled={choose.isPending}
      onChange={(type) => choose.mutate({ type })}
    />
  )
}
