import type { Column } from '../../ui/table/column.ts'
import { Time } from '../../ui/value/time.tsx'
import { AnchorLink } from '../links.tsx'
import classes from './catalog.module.css'
import type { Definition, Listed } from './queries.ts'
import { asText, Value } from './value.tsx'

/** So many properties are shown before somebody chooses columns. */
const shownProperties = 5

const title: Column<Listed> = {
  id: 'title',
  title: 'Title',
  value: (entity) => entity.title,
  cell: (entity) => <EntityLink entity={entity} />,
  width: 220,
}

const identifier: Column<Listed> = {
  id: 'identifier',
  title: 'Identifier',
  value: (entity) => entity.identifier,
}

const team: Column<Listed> = {
  id: 'team',
  title: 'Team',
  value: ({ team: of }) => (of === null ? null : asText(of)),
  width: 110,
  unknown: 'No source names a team.',
}

const updated: Column<Listed> = {
  id: 'updated',
  title: 'Changed',
  value: (entity) => new Date(entity.updated_at),
  cell: (entity) => <Time at={entity.updated_at} />,
  width: 100,
}

const blueprint: Column<Listed> = {
  id: 'blueprint',
  title: 'Blueprint',
  value: (entity) => entity.blueprint.title,
  width: 130,
  sortable: false,
}

/** Of entities of any blueprint. */
export const commonColumns: readonly Column<Listed>[] = [title, blueprint, identifier, team, updated]

/** Of the entities of one. */
export function columnsOf(definition: Definition): readonly Column<Listed>[] {
  const properties = Object.entries(definition.schema.properties)
  const short = properties.filter(([, { type, format }]) => type !== 'object' && format !== 'markdown')
  const shown = new Set(short.slice(0, shownProperties).map(([name]) => name))
  return [
    title,
    { ...identifier, hidden: true },
    team,
    ...properties.map(([name, property]) => ({
      ...valueColumn('properties', name, property),
      hidden: !shown.has(name),
    })),
    ...Object.entries(definition.calculationProperties ?? {}).map(([name, property]) =>
      valueColumn('calculated', name, property),
    ),
    ...Object.entries(definition.mirrorProperties ?? {}).map(([name, property]) => ({
      ...valueColumn('mirrored', name, property),
      sortable: false,
    })),
    ...Object.entries(definition.relations ?? {}).map(([name, relation]) => relationColumn(name, relation)),
    updated,
  ]
}

interface Typed {
  readonly title?: string
  readonly type?: string
  readonly format?: string
}

function valueColumn(
  part: 'properties' | 'calculated' | 'mirrored',
  name: string,
  property: Typed,
): Column<Listed> {
  const { type, format } = property
  const of = (entity: Listed) => {
    const values: Readonly<Record<string, unknown>> = entity[part]
    return values[name] ?? null
  }
  return {
    id: `${part}.${name}`,
    title: property.title ?? name,
    value: (entity) => {
      const value = of(entity)
      return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : asText(value)
    },
    ...(type === 'number' ? {} : { cell: (entity: Listed) => <Value of={of(entity)} format={format} /> }),
    align: type === 'number' ? 'end' : 'start',
    width: type === 'number' || type === 'boolean' ? 90 : 130,
    unknown: 'No source says it.',
  }
}

function relationColumn(name: string, relation: { readonly title?: string }): Column<Listed> {
  const of = (entity: Listed) => entity.relations[name]
  return {
    id: `relations.${name}`,
    title: relation.title ?? name,
    value: (entity) =>
      of(entity)
        ?.items.map((one) => one.title ?? one.identifier)
        .join(', ') ?? null,
    cell: (entity) => <Related related={of(entity)} />,
    sortable: false,
    unknown: 'It refers to nothing by this relation.',
  }
}

function Related({ related }: { related: Listed['relations'][string] | undefined }) {
  if (!related) return <Value of={null} reason="It refers to nothing by this relation." />
  const left = related.count - related.items.length
  return (
    <>
      {related.items.map((one, at) => (
        <span key={one.identifier}>
          {at > 0 && ', '}
          <RelatedLink related={one} />
        </span>
      ))}
      {left > 0 && ` and ${left} more`}
    </>
  )
}

/** What is referred to; without a way to it while it is not there. */
export function RelatedLink({ related }: { related: Listed['relations'][string]['items'][number] }) {
  const { blueprint: of, identifier: name } = related
  if (related.title === null) return <span title="There is no such entity.">{name}</span>
  return (
    <AnchorLink
      to="/catalog/$blueprint/$identifier"
      params={{ blueprint: of, identifier: name }}
      underline="always"
      inherit
    >
      {related.title}
    </AnchorLink>
  )
}

function EntityLink({ entity }: { entity: Listed }) {
  const params = { blueprint: entity.blueprint.identifier, identifier: entity.identifier }
  return (
    <>
      <AnchorLink to="/catalog/$blueprint/$identifier" params={params} inherit>
        {entity.title}
      </AnchorLink>
      {entity.is_stub && <span className={classes.stub}>only referred to</span>}
    </>
  )
}
