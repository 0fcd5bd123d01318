import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { ApiError, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Tabs } from '../../ui/layout/tabs.tsx'
import { blueprintQuery, type Definition, type Entity, entityQuery, type Which } from '../catalog/queries.ts'
import { asText } from '../catalog/value.tsx'
import { AnchorLink, ButtonLink } from '../links.tsx'
import { Actions } from './actions.tsx'
import { EditEntity } from './edit-entity.tsx'
import { Links } from './header-links.tsx'
import { page } from './page.ts'
import { tabsOf } from './tabs.tsx'

export function Page() {
  const { blueprint = '', identifier = '' }: Partial<Which> = useParams({ strict: false })
  const which = { blueprint, identifier }
  const api = useApi()
  const entity = useQuery(entityQuery(api, which))
  const definition = useQuery(blueprintQuery(api, blueprint)).data?.definition
  if (entity.data && definition) {
    return (
      <Detail key={`${blueprint} ${identifier}`} entity={entity.data} definition={definition} which={which} />
    )
  }
  const isGone = entity.error instanceof ApiError && entity.error.problem.status < 500
  return (
    <>
      <PageHeader title={page.title} />
      {isGone && (
        <EmptyState action={<ButtonLink to="/catalog">All entities</ButtonLink>}>
          There is no entity {identifier}. It was removed, or never was.
        </EmptyState>
      )}
      {entity.error && !isGone && <ErrorState error={entity.error} onRetry={() => void entity.refetch()} />}
      {entity.isPending && (
        <Loading label="Loading the entity">
          <TextSkeleton />
          <TableSkeleton />
        </Loading>
      )}
    </>
  )
}

interface DetailProps {
  readonly entity: Entity
  readonly definition: Definition
  readonly which: Which
}

function Detail({ entity, definition, which }: DetailProps) {
  const mayEdit = useCan()('catalog:edit')
  return (
    <>
      <PageHeader
        title={entity.title}
        state={<State entity={entity} definition={definition} />}
        actions={mayEdit && <Actions entity={entity} definition={definition} which={which} />}
      />
      <Tabs label="Entity" tabs={tabsOf({ entity, definition, which })} />
      {mayEdit && <EditEntity definition={definition} which={which} />}
    </>
  )
}

function State({ entity, definition }: Omit<DetailProps, 'which'>) {
  const { blueprint, identifier, team, is_stub } = entity
  const { lifecycle }: Readonly<Record<string, unknown>> = entity.properties
  return (
    <>
      <AnchorLink
        to="/catalog/$blueprint"
        params={{ blueprint: blueprint.identifier }}
        underline="always"
        inherit
      >
        {blueprint.title}
      </AnchorLink>{' '}
      <code>{identifier}</code>
      {team !== null && `, of ${asText(team)}`}
      {typeof lifecycle === 'string' && `, ${lifecycle}`}
      {is_stub && '. Nothing is known of it but that others refer to it'}.
      <Links entity={entity} definition={definition} />
    </>
  )
}
