import { Anchor, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useApi } from '../../api.ts'
import { type Listed, useList } from '../../list.ts'
import { Chart } from '../../ui/chart/chart.tsx'
import { useEnvironment } from '../../ui/environment.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Duration } from '../../ui/value/numbers.tsx'
import { Status } from '../../ui/value/status.tsx'
import type { Which } from '../catalog/queries.ts'
import { Section } from '../section.tsx'
import { useView } from '../view.ts'
import classes from './entity.module.css'
import { page } from './page.ts'
import { NothingCollected, Part } from './part.tsx'
import { type Build, deploymentDaysQuery, deploymentsQuery, pipelinesQuery } from './queries.ts'
import { inSmall, levelOf, shortHash } from './words.ts'

const common: readonly Column<Build>[] = [
  {
    id: 'number',
    title: 'Number',
    value: ({ number }) => number,
    cell: ({ number, url }) => (
      <Anchor href={url} target="_blank" rel="noreferrer" inherit>
        #{number ?? '?'}
      </Anchor>
    ),
    width: 80,
    sortable: false,
  },
  {
    id: 'result',
    title: 'Result',
    value: ({ result }) => result,
    cell: ({ result }) => <Status level={levelOf(result)}>{inSmall(result)}</Status>,
    width: 120,
    sortable: false,
  },
  {
    id: 'branch',
    title: 'Branch',
    value: ({ branch }) => branch,
    width: 120,
    unknown: 'It ran for a commit or pull request.',
    sortable: false,
  },
  {
    id: 'commit',
    title: 'Commit',
    value: ({ commit }) => commit && shortHash(commit),
    cell: ({ commit, repository }) =>
      commit && (
        <Anchor href={`${repository.url}/commits/${commit}`} target="_blank" rel="noreferrer" inherit>
          {shortHash(commit)}
        </Anchor>
      ),
    width: 96,
    sortable: false,
  },
  {
    id: 'seconds',
    title: 'Took',
    value: ({ seconds }) => seconds,
    cell: ({ seconds }) => (
      <Duration seconds={seconds} reason="It has not ended, or nothing says how long it took." />
    ),
    align: 'end',
    width: 90,
    sortable: false,
  },
  {
    id: 'who',
    title: 'Who',
    value: ({ who }) => who,
    width: 120,
    unknown: 'Bitbucket does not say.',
    sortable: false,
  },
  { id: 'at', title: 'When', value: ({ at }) => new Date(at), width: 96, sortable: false },
  {
    id: 'repository',
    title: 'Repository',
    value: ({ repository }) => repository.full_name,
    hidden: true,
    sortable: false,
  },
]

const environmentColumn: Column<Build> = {
  id: 'environment',
  title: 'Environment',
  value: ({ environment }) => environment,
  width: 120,
  unknown: 'The environment is gone.',
  sortable: false,
}
const deploymentColumns = [...common.slice(0, 1), environmentColumn, ...common.slice(1)]

/** Pipelines and deployments of its repositories. */
export function CiCd({ which }: { which: Which }) {
  const api = useApi()
  const { environment } = useView(page)
  const deployments = useList(deploymentsQuery(api, which, environment))
  const pipelines = useList(pipelinesQuery(api, which))
  return (
    <>
      <Section title="Deployments">
        <Days which={which} environment={environment} />
        <Builds
          label="Deployments"
          prefix="deployment-"
          columns={deploymentColumns}
          table={deployments.table}
          empty={
            <NothingCollected which={which}>
              No deployments of a repository of it were collected.
            </NothingCollected>
          }
        />
      </Section>
      <Section title="Pipelines">
        <Builds
          label="Pipelines"
          prefix="pipeline-"
          columns={common}
          table={pipelines.table}
          empty={
            <NothingCollected which={which}>
              No pipelines of a repository of it were collected.
            </NothingCollected>
          }
        />
      </Section>
    </>
  )
}

interface BuildsProps {
  readonly label: string
  readonly prefix: string
  readonly columns: readonly Column<Build>[]
  readonly table: Listed<Build>
  readonly empty: ReactNode
}

function Builds({ label, prefix, columns, table, empty }: BuildsProps) {
  return (
    <DataTable
      label={label}
      prefix={prefix}
      columns={columns}
      {...table}
      rowKey={({ repository, number, at, environment }) =>
        `${repository.full_name} ${number} ${at} ${environment}`
      }
      remote
      searchable={false}
      empty={empty}
      height="400px"
    />
  )
}

/** How many deployments each day had; to one environment, where it is chosen. */
function Days({ which, environment }: { which: Which; environment: string | undefined }) {
  const { setSearch } = useEnvironment()
  const days = useQuery(deploymentDaysQuery(useApi(), which, environment))
  return (
    <Part label="deployments by day" query={days}>
      {({ items, environments }) => (
        <>
          {environments.length > 0 && (
            <Select
              className={classes.environment}
              aria-label="Environment"
              placeholder="Environment"
              data={environments}
              value={environment ?? null}
              onChange={(value) => setSearch({ environment: value })}
              clearable
            />
          )}
          {items.length > 0 ? (
            <Chart
              label="Deployments by day"
              description="How many deployments ended on each of the last 30 days, by what came of them."
              kind="stacked"
              categories={items.map(({ day }) => day)}
              categoryTitle="Day (UTC)"
              series={[
                { name: 'Successful', values: items.map(({ successful }) => successful), colour: 2 },
                { name: 'Failed or stopped', values: items.map(({ other }) => other), colour: 1 },
              ]}
              height={160}
            />
          ) : (
            environments.length > 0 && <p className={classes.quiet}>None ended in the last 30 days.</p>
          )}
        </>
      )}
    </Part>
  )
}
