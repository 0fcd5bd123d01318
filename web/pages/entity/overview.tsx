import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { Time } from '../../ui/value/time.tsx'
import { RelatedLink } from '../catalog/columns.tsx'
import { sourcesQuery, type Which } from '../catalog/queries.ts'
import { Value } from '../catalog/value.tsx'
import { Facts } from '../facts.tsx'
import { Section } from '../section.tsx'
import { Activity } from './activity.tsx'
import classes from './entity.module.css'
import { LanguageBar } from './language-bar.tsx'
import { Origin } from './origin.tsx'
import { NoRepositoryLine, Part } from './part.tsx'
import { repositoriesQuery } from './queries.ts'
import { RepositoryHead } from './repository.tsx'
import type { Shown } from './tabs.tsx'

const blocks: Readonly<Record<string, (shown: Shown) => ReactNode>> = {
  properties: (shown) => <Properties {...shown} />,
  repository: ({ which }) => <Repositories which={which} />,
  language: ({ which }) => <Languages which={which} />,
  owners: (shown) => <Owners {...shown} />,
  'recent-activity': ({ which }) => <RecentActivity which={which} />,
  relations: (shown) => <Relations {...shown} />,
}
const usual = Object.keys(blocks)

/** Blocks in the order that its blueprint gives them; at the right, where all this comes from. */
export function Overview(shown: Shown) {
  const wanted = shown.definition.layout?.blocks ?? usual
  return (
    <div className={classes.columns}>
      <div className={classes.blocks}>
        {wanted.map((name) => (
          <div key={name}>{blocks[name]?.(shown)}</div>
        ))}
      </div>
      <aside className={classes.aside} aria-label="Where this comes from">
        <Origins which={shown.which} />
      </aside>
    </div>
  )
}

function Properties({ entity, definition }: Shown) {
  const values: Readonly<Record<string, unknown>> = entity.properties
  const own = Object.entries(definition.schema.properties).map(([name, { title, format }]) => ({
    name: title ?? name,
    value: <Value of={values[name]} format={format} />,
  }))
  const calculated: Readonly<Record<string, unknown>> = entity.calculated
  const others = Object.entries(definition.calculationProperties ?? {}).map(([name, { title, format }]) => ({
    name: title ?? name,
    value: <Value of={calculated[name]} format={format} reason="It could not be calculated." />,
  }))
  const mirrors: Readonly<Record<string, unknown>> = entity.mirrored
  const seen = Object.entries(definition.mirrorProperties ?? {}).map(([name, { title, path }]) => ({
    name: title ?? name,
    value: <Value of={mirrors[name]} reason={`Nothing stands at ${path}.`} />,
  }))
  const facts = [...own, ...others, ...seen]
  return (
    <Section title="Properties">
      {facts.length > 0 ? <Facts facts={facts} /> : <p className={classes.quiet}>Its blueprint has none.</p>}
    </Section>
  )
}

function Repositories({ which }: { which: Which }) {
  const repositories = useQuery(repositoriesQuery(useApi(), which))
  return (
    <Section title="Repository">
      <Part label="repositories" query={repositories}>
        {(all) =>
          all.length === 0 ? (
            <NoRepositoryLine />
          ) : (
            all.map((one) => <RepositoryHead key={one.full_name} repository={one} />)
          )
        }
      </Part>
    </Section>
  )
}

function Languages({ which }: { which: Which }) {
  const repositories = useQuery(repositoriesQuery(useApi(), which))
  return (
    <Section title="Language">
      <Part label="languages" query={repositories}>
        {(all) =>
          all.length === 0 ? (
            <p className={classes.quiet}>Known once a repository belongs to it.</p>
          ) : (
            all.map((one) => <LanguageBar key={one.full_name} repository={one} isNamed={all.length > 1} />)
          )
        }
      </Part>
    </Section>
  )
}

function Owners({ entity: { team } }: Shown) {
  const { open } = useDrawer('edit')
  const mayEdit = useCan()('catalog:edit')
  const teams = team === null ? [] : [team].flat()
  return (
    <Section title="Owners">
      {teams.length > 0 ? (
        <ul className={classes.plain} aria-label="Owners">
          {teams.map((one) => (
            <li key={String(one)}>{String(one)}</li>
          ))}
        </ul>
      ) : (
        <p className={classes.quiet}>
          Nobody is known to own it: no source names a team.{' '}
          {mayEdit && (
            <Anchor component="button" type="button" underline="always" onClick={() => open('yes')}>
              Name one
            </Anchor>
          )}
        </p>
      )}
    </Section>
  )
}

function RecentActivity({ which }: { which: Which }) {
  const repositories = useQuery(repositoriesQuery(useApi(), which))
  return (
    <Section title="Recent activity">
      {repositories.data?.length === 0 ? (
        <p className={classes.quiet}>Known once a repository belongs to it.</p>
      ) : (
        <Activity which={which} />
      )}
    </Section>
  )
}

function Relations({ entity, definition }: Shown) {
  const relations = Object.entries(definition.relations ?? {})
  return (
    <Section title="Relations">
      {relations.length === 0 ? (
        <p className={classes.quiet}>Its blueprint has none.</p>
      ) : (
        <Facts
          facts={relations.map(([name, { title }]) => ({
            name: title ?? name,
            value: <Related related={entity.relations[name]} />,
          }))}
        />
      )}
    </Section>
  )
}

function Related({ related }: { related: Shown['entity']['relations'][string] | undefined }) {
  if (!related) return <Value of={null} reason="It refers to nothing by this relation." />
  const left = related.count - related.items.length
  return (
    <ul className={classes.plain}>
      {related.items.map((one) => (
        <li key={one.identifier}>
          <RelatedLink related={one} />
        </li>
      ))}
      {left > 0 && <li>And {left} more.</li>}
    </ul>
  )
}

function Origins({ which }: { which: Which }) {
  const sources = useQuery(sourcesQuery(useApi(), which))
  return (
    <Section title="Where this comes from">
      <Part label="sources" query={sources}>
        {(all) =>
          all.length === 0 ? (
            <p className={classes.quiet}>Nobody says anything of it; others refer to it.</p>
          ) : (
            <ul className={classes.plain}>
              {all.map((source) => (
                <li key={`${source.origin} ${source.mapping} ${source.kind} ${source.key}`}>
                  <Origin source={source} />{' '}
                  <span className={classes.quiet}>
                    <Time at={source.updated_at} />
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </Part>
    </Section>
  )
}
