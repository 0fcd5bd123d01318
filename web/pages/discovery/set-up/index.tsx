import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../../api.ts'
import { useEnvironment } from '../../../ui/environment.tsx'
import { EmptyState } from '../../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../../ui/feedback/skeletons.tsx'
import { useDrawer } from '../../../ui/layout/drawer.tsx'
import { PageHeader } from '../../../ui/layout/page-header.tsx'
import { Tile, Tiles } from '../../../ui/layout/tiles.tsx'
import { AddConnection } from '../../integrations/add-connection.tsx'
import { products } from '../../integrations/products.ts'
import { ButtonLink } from '../../links.tsx'
import { Section } from '../../section.tsx'
import { useView } from '../../view.ts'
import { setUpQuery } from '../queries.ts'
import { SetUpForm } from './form.tsx'
import { page } from './page.ts'

export function Page() {
  const { source } = useView(page)
  return (
    <>
      <PageHeader
        title={page.title}
        state={
          source === undefined
            ? 'First, what is to be discovered.'
            : 'Bitbucket Cloud: its repositories come into the catalogue as you say here.'
        }
        actions={
          <ButtonLink to="/discovery" variant="default">
            All discoveries
          </ButtonLink>
        }
      />
      {source === undefined ? <ChooseSource /> : <Loaded />}
      <AddConnection />
    </>
  )
}

function ChooseSource() {
  const { setSearch } = useEnvironment()
  return (
    <Section title="What do you want to discover?">
      <Tiles label="Sources">
        {products.map(({ id, title }) => (
          <Tile key={id} title={title} onChoose={() => setSearch({ source: id }, { push: true })}>
            The repositories of a workspace, each as an entity.
          </Tile>
        ))}
      </Tiles>
    </Section>
  )
}

function Loaded() {
  const found = useQuery(setUpQuery(useApi()))
  const { open } = useDrawer('add')
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label="Loading what can be chosen">
        <FormSkeleton fields={6} />
      </Loading>
    )
  }
  if (found.data.workspaces.length === 0) {
    return (
      <EmptyState
        action={
          <Button leftSection={<IconPlus size={16} stroke={1.75} aria-hidden />} onClick={() => open('yes')}>
            New connection
          </Button>
        }
      >
        No connection reads a workspace yet. Add one; then you are back here.
      </EmptyState>
    )
  }
  return <SetUpForm setUp={found.data} />
}
