import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { Status } from '../../ui/value/status.tsx'
import { useAction } from '../action.ts'
import { entitiesKey, type Which } from '../catalog/queries.ts'
import { Section } from '../section.tsx'
import classes from './entity.module.css'
import { NameRepository } from './name-repository.tsx'
import { Part } from './part.tsx'
import { type NamedRepository, namedRepositoriesQuery } from './queries.ts'

/** Repositories that people say it has; nothing where nobody does and the reader may not. */
export function NamedRepositories({ which }: { which: Which }) {
  const named = useQuery(namedRepositoriesQuery(useApi(), which))
  const mayEdit = useCan()('catalog:edit')
  const { open } = useDrawer('repository')
  if (!mayEdit && (named.data?.length ?? 0) === 0) return null
  return (
    <Section title="Named by hand">
      <Part label="repositories named by hand" query={named}>
        {(items) =>
          items.length === 0 ? (
            <p className={classes.quiet}>
              Nobody has named a repository. Name one that no mapping and no discovery brings here.
            </p>
          ) : (
            <ul className={classes.lines} aria-label="Repositories named by hand">
              {items.map((one) => (
                <Line key={one.id} which={which} named={one} mayEdit={mayEdit} />
              ))}
            </ul>
          )
        }
      </Part>
      {mayEdit && (
        <>
          <Button variant="default" mt="sm" onClick={() => open('add')}>
            Name a repository
          </Button>
          <NameRepository which={which} />
        </>
      )}
    </Section>
  )
}

interface LineProps {
  readonly which: Which
  readonly named: NamedRepository
  readonly mayEdit: boolean
}

function Line({ which, named, mayEdit }: LineProps) {
  const api = useApi()
  const { id, repository, connection } = named
  const takeBack = useAction(async () => {
    await api.entityRepositories.remove({ params: { ...which, id } })
    return {
      message: `${repository} is named no more.`,
      undo: () => api.entityRepositories.add({ params: { ...which }, body: { repository, connection } }),
    }
  }, entitiesKey)
  return (
    <li>
      <span className={classes.what}>{repository}</span>
      <Meaning named={named} />
      {mayEdit && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={takeBack.isPending}
          onClick={() => takeBack.mutate()}
          aria-label={`Take back ${repository}`}
        >
          Take back
        </Button>
      )}
    </li>
  )
}

/** Where it is looked for, and what came of that. */
function Meaning({ named: { repository, connection, read_by, found } }: { named: NamedRepository }) {
  if (read_by === null)
    return (
      <Status
        level="attention"
        soft
        detail="It is looked for in the default connection, as soon as there is one."
      >
        No connection
      </Status>
    )
  if (found === null)
    return (
      <Status
        level="attention"
        soft
        detail={`${read_by} reads no repository of that name: it is spelt otherwise, was not chosen, or another connection reads it.`}
      >
        Not found in {read_by}
      </Status>
    )
  const where = connection === null ? `${read_by}, the default` : read_by
  return <span className={classes.quiet}>{found === repository ? where : `${where}; now ${found}`}</span>
}
