import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../../api.ts'
import { useCan } from '../../../session.ts'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../../ui/feedback/skeletons.tsx'
import { Drawer, useDrawer } from '../../../ui/layout/drawer.tsx'
import classes from '../discovery.module.css'
import { candidatesQuery, type Discovery, type Entity } from '../queries.ts'
import { useChoose } from './choice-cells.tsx'

/** Which entity a repository is merged into: `?match=12`. */
export function MatchDrawer({ discovery }: { discovery: Discovery }) {
  if (!useCan()('integration:edit')) return null
  return (
    <Drawer name="match" title={() => 'Choose the entity'}>
      {(id) => <Candidates key={id} discovery={discovery} repository={id} />}
    </Drawer>
  )
}

function Candidates({ discovery, repository }: { discovery: Discovery; repository: string }) {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 200)
  const found = useQuery(candidatesQuery(useApi(), discovery.id, repository, search))
  const { close } = useDrawer('match')
  const choose = useChoose(discovery, repository)
  const take = (entity: string | null) =>
    choose.mutate({ entity, action: entity === null ? null : 'merge' }, { onSuccess: close })
  return (
    <>
      <TextInput
        aria-label="Find an entity"
        placeholder="Find an entity"
        value={typed}
        maxLength={200}
        onChange={(event) => setTyped(event.currentTarget.value)}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        data-autofocus
      />
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && (
        <Loading label="Looking for entities">
          <TextSkeleton />
        </Loading>
      )}
      {found.data?.length === 0 && (
        <EmptyState>
          {search === ''
            ? 'No entity fits by the correlation. Look for one by its name.'
            : 'No entity has such a name.'}
        </EmptyState>
      )}
      <ul className={classes.candidates} aria-label={search === '' ? 'Entities that fit' : 'Entities found'}>
        {found.data?.map((entity) => (
          <li key={entity.id} className={classes.candidate}>
            <EntityName entity={entity} />
            {entity.belongs_to === null ? (
              <Button
                size="compact-sm"
                variant="default"
                loading={choose.isPending && choose.variables.entity === entity.id}
                aria-label={`Merge into it: ${entity.title}`}
                onClick={() => take(entity.id)}
              >
                Merge into it
              </Button>
            ) : (
              <span className={classes.quiet}>Belongs to {entity.belongs_to} already</span>
            )}
          </li>
        ))}
      </ul>
      <Button variant="subtle" onClick={() => take(null)}>
        Go back to what is recommended
      </Button>
    </>
  )
}

function EntityName({ entity: { title, identifier, kind, type } }: { entity: Entity }) {
  return (
    <span className={classes.entity}>
      <span>{title}</span>
      <span className={classes.quiet}>
        <span className={classes.code}>{identifier}</span> · {type === null ? kind : `${kind}, ${type}`}
      </span>
    </span>
  )
}
