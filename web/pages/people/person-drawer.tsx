import { Divider } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { roleTitles, useCan, useSession } from '../../session.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { AccountState } from './columns.tsx'
import { PersonAccounts } from './person-accounts.tsx'
import { PersonActions } from './person-actions.tsx'
import { PersonForm } from './person-form.tsx'
import { type Person, personQuery } from './queries.ts'

/** One person: `?person=12`. */
export function PersonDrawer() {
  return (
    <Drawer name="person" title={() => 'Person'}>
      {(id) => <PersonDetail key={id} id={id} />}
    </Drawer>
  )
}

function PersonDetail({ id }: { id: string }) {
  const person = useQuery(personQuery(useApi(), id))
  const can = useCan()
  if (person.error) return <ErrorState error={person.error} onRetry={() => void person.refetch()} />
  if (!person.data) {
    return (
      <Loading label="Loading the person">
        <FormSkeleton />
      </Loading>
    )
  }
  const { data, etag } = person.data
  if (!can('people:edit')) {
    return (
      <>
        <PersonFacts person={data} />
        <Divider my="lg" />
        <PersonAccounts person={data} />
      </>
    )
  }
  return (
    <>
      <PersonForm key={etag} person={data} etag={etag ?? ''} onReload={() => void person.refetch()} />
      <Divider my="lg" />
      <PersonFacts person={data} />
      <Divider my="lg" />
      <PersonAccounts person={data} />
      <Divider my="lg" />
      <PersonActions person={data} etag={etag ?? ''} onChanged={() => void person.refetch()} />
    </>
  )
}

function PersonFacts({ person }: { person: Person }) {
  const mayEdit = useCan()('people:edit')
  const own = useSession().person.id === person.id
  return (
    <Facts
      facts={[
        ...(mayEdit
          ? []
          : [
              { name: 'Name', value: person.name },
              { name: 'E-mail address', value: person.email },
              { name: 'Role', value: roleTitles[person.role] },
            ]),
        { name: 'Account', value: <AccountState disabled={person.disabled} /> },
        {
          name: 'Last seen',
          value: own ? 'Now: this is you' : <Time at={person.last_seen_at} whenNull="Never" />,
        },
        { name: 'Added', value: <Time at={person.created_at} /> },
        { name: 'Changed', value: <Time at={person.updated_at} /> },
      ]}
    />
  )
}
