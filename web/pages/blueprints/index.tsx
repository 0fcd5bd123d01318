import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { guide } from '../guide.ts'
import { useView } from '../view.ts'
import { AddDrawer } from './add.tsx'
import { columns } from './columns.tsx'
import { ExportBlueprints } from './export.tsx'
import { page } from './page.ts'
import { blueprintsQuery } from './queries.ts'

export function Page() {
  const api = useApi()
  const can = useCan()
  const view = useView(page)
  const navigate = useNavigate()
  const add = useDrawer('add')
  const { table } = useList(blueprintsQuery(api, view))
  const mayEdit = can('catalog:edit')
  return (
    <>
      <PageHeader
        title={page.title}
        state="A blueprint says what the things of a kind look like. Mappings fill it."
        actions={
          <>
            <ExportBlueprints />
            {mayEdit && (
              <>
                <Button variant="default" onClick={() => add.open('import')}>
                  Import
                </Button>
                <Button variant="default" onClick={() => add.open('templates')}>
                  Templates
                </Button>
                <Button
                  leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />}
                  onClick={() => add.open('new')}
                >
                  New blueprint
                </Button>
              </>
            )}
          </>
        }
      />
      <DataTable
        label="Blueprints"
        columns={columns}
        {...table}
        rowKey={(row) => row.identifier}
        remote
        empty={
          <EmptyState
            action={mayEdit && <Button onClick={() => add.open('templates')}>See what ships</Button>}
            guide={guide('blueprints', 'What blueprints are')}
          >
            There are no blueprints: nothing of what is collected becomes part of the catalogue.
          </EmptyState>
        }
        onOpen={({ identifier }) =>
          void navigate({ to: '/blueprints/$blueprint', params: { blueprint: identifier } })
        }
      />
      <AddDrawer />
    </>
  )
}
