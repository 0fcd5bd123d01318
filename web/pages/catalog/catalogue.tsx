import { Button, Select } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { ApiError, useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { useCan } from '../../session.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { FilterBar } from '../../ui/layout/filter-bar.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { guide } from '../guide.ts'
import { ButtonLink } from '../links.tsx'
import { useView } from '../view.ts'
import { AddEntity } from './add-entity.tsx'
import { AddFilter } from './add-filter.tsx'
import { BlueprintLinks } from './blueprint-links.tsx'
import classes from './catalog.module.css'
import { columnsOf, commonColumns } from './columns.tsx'
import { ExportMenu } from './export-menu.tsx'
import { Facets } from './facets.tsx'
import { filterFields, groupFields, titleOf } from './fields.ts'
import { FilterChips } from './filter-chips.tsx'
import { GroupTable } from './group-table.tsx'
import { page } from './page.ts'
import {
  blueprintQuery,
  blueprintsQuery,
  type Choice,
  type Definition,
  entitiesQuery,
  facetsQuery,
  type Listed,
} from './queries.ts'

/** Entities: of one blueprint, or all. Everything that is chosen here stands in the address, which can be shared. */
export function Catalogue({ blueprint }: { blueprint?: string }) {
  const api = useApi()
  const found = useQuery({ ...blueprintQuery(api, blueprint ?? ''), enabled: blueprint !== undefined })
  const isGone = found.error instanceof ApiError && found.error.problem.status < 500
  if (isGone) {
    return (
      <>
        <PageHeader title={page.title} />
        <EmptyState action={<ButtonLink to="/catalog">All entities</ButtonLink>}>
          There is no blueprint {blueprint}. It was removed, or never was.
        </EmptyState>
      </>
    )
  }
  return <Entities blueprint={blueprint} definition={found.data?.definition} title={found.data?.title} />
}

interface EntitiesProps {
  readonly blueprint: string | undefined
  /** Undefined for all, and until it is known. */
  readonly definition: Definition | undefined
  readonly title: string | undefined
}

function Entities({ blueprint, definition, title }: EntitiesProps) {
  const { q, filter, sort, group } = useView(page)
  const choice: Choice = { blueprint, q, filter }
  const mayEdit = useCan()('catalog:edit')
  const add = useDrawer('add')
  const fields = useMemo(() => filterFields(definition), [definition])
  const groups = groupFields(definition)
  return (
    <>
      <PageHeader
        title={title ?? page.title}
        state={<State choice={choice} />}
        actions={
          <>
            <ExportMenu choice={choice} sort={sort} />
            {mayEdit && definition && (
              <Button
                leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
                onClick={() => add.open('yes')}
              >
                Add an entity
              </Button>
            )}
          </>
        }
      />
      <BlueprintLinks />
      <div className={classes.layout}>
        <Facets choice={choice} />
        <div className={classes.main}>
          <FilterBar
            search="q"
            end={
              <>
                <AddFilter filter={filter} fields={fields} />
                <GroupBy groups={groups} group={group} />
              </>
            }
          />
          <FilterChips filter={filter} fields={fields} />
          {group === undefined ? (
            <EntityTable choice={choice} sort={sort} definition={definition} />
          ) : (
            <GroupTable choice={choice} group={group} title={titleOf(groups, group)} />
          )}
        </div>
      </div>
      {definition && <AddEntity definition={definition} />}
    </>
  )
}

/** How many there are, of how many. */
function State({ choice }: { choice: Choice }) {
  const api = useApi()
  const blueprints = useQuery(blueprintsQuery(api)).data
  const facets = useQuery(facetsQuery(api, choice)).data
  if (!blueprints) return null
  const own = blueprints.filter(
    ({ identifier }) => choice.blueprint === undefined || identifier === choice.blueprint,
  )
  const all = own.reduce((sum, one) => sum + one.entities, 0)
  const isChosen = (choice.q ?? choice.filter) !== undefined
  if (isChosen && facets) return `${formatCount(facets.total)} of ${countOf(all)}.`
  return `${countOf(all)}.`
}

function countOf(entities: number): string {
  return entities === 1 ? '1 entity' : `${formatCount(entities)} entities`
}

interface GroupByProps {
  readonly groups: ReturnType<typeof groupFields>
  readonly group: string | undefined
}

function GroupBy({ groups, group }: GroupByProps) {
  const { setSearch } = useEnvironment()
  return (
    <Select
      aria-label="Group by"
      placeholder="Group by"
      data={groups.map(({ field, title }) => ({ value: field, label: title }))}
      value={group ?? null}
      onChange={(value) => setSearch({ group: value }, { push: true })}
      clearable
      searchable
    />
  )
}

interface EntityTableProps {
  readonly choice: Choice
  readonly sort: string | undefined
  readonly definition: Definition | undefined
}

function EntityTable({ choice, sort, definition }: EntityTableProps) {
  const { table } = useList(entitiesQuery(useApi(), choice, sort))
  const navigate = useNavigate()
  const columns = useMemo(() => (definition ? columnsOf(definition) : commonColumns), [definition])
  const open = ({ blueprint, identifier }: Listed) =>
    void navigate({
      to: '/catalog/$blueprint/$identifier',
      params: { blueprint: blueprint.identifier, identifier },
    })
  return (
    <DataTable
      label="Entities"
      columns={columns}
      {...table}
      rowKey={({ uuid }) => uuid}
      remote
      searchable={false}
      empty={
        choice.filter === undefined ? <Nothing /> : <EmptyState>Nothing matches the filters.</EmptyState>
      }
      onOpen={open}
    />
  )
}

function Nothing() {
  return (
    <EmptyState
      action={<ButtonLink to="/mappings">See the mappings</ButtonLink>}
      guide={guide('catalogue', 'How entities come to be')}
    >
      No entities yet: a mapping makes them of what is collected, or somebody adds one.
    </EmptyState>
  )
}
