import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { sourcesQuery } from '../catalog/queries.ts'
import { Value } from '../catalog/value.tsx'
import { Facts } from '../facts.tsx'
import { guide } from '../guide.ts'
import { AnchorLink } from '../links.tsx'
import { Section } from '../section.tsx'
import classes from './entity.module.css'
import { Part } from './part.tsx'
import type { Source } from './queries.ts'
import type { Shown } from './tabs.tsx'
import { originOf } from './words.ts'

/** Why a value is so: what each source says, and which is believed. */
export function Sources({ which }: Shown) {
  const sources = useQuery(sourcesQuery(useApi(), which))
  return (
    <Part label="sources" query={sources}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState guide={guide('catalogue', 'Where entities come from')}>
            Nobody says anything of it. It is here because others refer to it.
          </EmptyState>
        ) : (
          all.map((source) => (
            <OneSource
              key={`${source.origin} ${source.mapping} ${source.kind} ${source.key}`}
              source={source}
            />
          ))
        )
      }
    </Part>
  )
}

function OneSource({ source }: { source: Source }) {
  const { updated_at, gone_at, is_whole, errors, title, icon, team, properties, relations, believed } = source
  const said = [
    ...(['title', 'icon', 'team'] as const).flatMap((name) => {
      const value = { title, icon, team }[name]
      return value === null ? [] : [[name, value] as const]
    }),
    ...Object.entries(properties).map(([name, value]) => [`properties.${name}`, value] as const),
    ...Object.entries(relations).map(([name, value]) => [`relations.${name}`, value] as const),
  ]
  return (
    <Section
      title={originOf(source)}
      doc={
        <>
          <ToMapping source={source} />
          Said something else last <Time at={updated_at} />.
          {is_whole && ' What is believed less does not count beside it.'}
        </>
      }
    >
      {gone_at !== null && (
        <p>
          <Status level="attention">
            Its record is gone since {gone_at.slice(0, 10)}: it counts until it is let go.
          </Status>
        </p>
      )}
      {errors.map(({ field, message }) => (
        <p key={`${field} ${message}`}>
          <Status level="bad">{`${field}: ${message}`}</Status>
        </p>
      ))}
      {said.length === 0 && <p className={classes.quiet}>It says nothing but that the entity is there.</p>}
      <Facts
        facts={said.map(([name, value]) => ({
          name,
          value: <SaidValue value={value} isBelieved={believed.includes(name)} />,
        }))}
      />
    </Section>
  )
}

function ToMapping({ source: { mapping_id } }: { source: Source }) {
  const mayEdit = useCan()('catalog:edit')
  if (mapping_id === null || !mayEdit) return null
  return (
    <>
      <AnchorLink to="/mappings" search={{ mapping: mapping_id }} underline="always" inherit>
        Open the mapping
      </AnchorLink>
      .{' '}
    </>
  )
}

function SaidValue({ value, isBelieved }: { value: unknown; isBelieved: boolean }) {
  const text = <Value of={value} reason="It says that there is none." />
  if (isBelieved) return <div className={classes.said}>{text}</div>
  return (
    <div className={classes.said} data-doubted>
      {text} <span className={classes.quiet}>(another source is believed)</span>
    </div>
  )
}
