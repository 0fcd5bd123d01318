import { Button } from '@mantine/core'
import { IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type Answered, useApi } from '../../api.ts'
import { useList } from '../../list.ts'
import { rolesQuery } from '../../queries.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { DataTable } from '../../ui/table/data-table.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useView } from '../view.ts'
import { AddPerson } from './add-person.tsx'
import { columns } from './columns.tsx'
import { page } from './page.ts'
import { PersonDrawer } from './person-drawer.tsx'
import { peopleQuery } from './queries.ts'

export function Page() {
  const api = useApi()
  const can = useCan()
  const view = useView(page)
  const { table } = useList(peopleQuery(api, view))
  const roles = useQuery(rolesQuery(api))
  const person = useDrawer('person')
  const add = useDrawer('add')
  return (
    <>
      <PageHeader
        title={page.title}
        state={roles.data && countsOf(roles.data.roles)}
        actions={
          can('people:edit') && (
            <Button
              leftSection={<IconUserPlus size={16} stroke={1.75} aria-hidden />}
              onClick={() => add.open('yes')}
            >
              Add a person
            </Button>
          )
        }
      />
      <DataTable
        label="People"
        columns={columns}
        {...table}
        rowKey={(row) => row.id}
        remote
        empty={<EmptyState>Nobody has an account.</EmptyState>}
        onOpen={(row) => person.open(row.id)}
        openKey={person.value}
      />
      <AddPerson />
      <PersonDrawer />
    </>
  )
}

const words = {
  admin: ['administrator', 'administrators'],
  editor: ['editor', 'editors'],
  viewer: ['viewer', 'viewers'],
} as const

/** "1 administrator, 2 editors and 3 viewers." */
function countsOf(roles: Answered<'roles', 'list'>['roles']): string {
  const parts = roles
    .toSorted((a, b) => Object.keys(words).indexOf(a.name) - Object.keys(words).indexOf(b.name))
    .filter((role) => role.people > 0)
    .map((role) => `${formatCount(role.people)} ${words[role.name][role.people === 1 ? 0 : 1]}`)
  return `${new Intl.ListFormat('en-GB').format(parts)}.`
}
