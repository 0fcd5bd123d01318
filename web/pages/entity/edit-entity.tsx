import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { toast } from '../../ui/feedback/toast.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { EntityForm } from '../catalog/entity-form.tsx'
import { formOf, saidIn } from '../catalog/form-values.ts'
import { type Definition, entitiesKey, sourcesQuery, type Which } from '../catalog/queries.ts'
import classes from './entity.module.css'

interface EditProps {
  readonly definition: Definition
  readonly which: Which
}

/** What is said of it by hand, and nothing else: `?edit=yes`. */
export function EditEntity(props: EditProps) {
  return (
    <Drawer name="edit" title={() => 'Edit the entity'}>
      {() => <EditForm {...props} />}
    </Drawer>
  )
}

function EditForm({ definition, which }: EditProps) {
  const api = useApi()
  const queries = useQueryClient()
  const { close } = useDrawer('edit')
  const sources = useQuery(sourcesQuery(api, which))
  if (sources.error) return <ErrorState error={sources.error} onRetry={() => void sources.refetch()} />
  if (!sources.data) {
    return (
      <Loading label="Loading what was said by hand">
        <FormSkeleton />
      </Loading>
    )
  }
  const byHand = sources.data.find(({ origin }) => origin === 'hand')
  return (
    <>
      <p className={classes.quiet}>
        What stands here is believed before what mappings and discoveries say. What is empty is left to them.
      </p>
      <EntityForm
        definition={definition}
        initial={formOf(definition, which.identifier, byHand)}
        action="Save"
        isThere
        onSend={async (values) => {
          const body = saidIn(definition, values)
          await api.entities.replace({ params: { ...which }, body })
          await queries.invalidateQueries({ queryKey: entitiesKey })
          toast('Saved.')
          close()
        }}
      />
    </>
  )
}
