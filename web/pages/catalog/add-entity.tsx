import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { EntityForm } from './entity-form.tsx'
import { blankForm, saidIn } from './form-values.ts'
import { type Definition, entitiesKey } from './queries.ts'

/** What somebody says of an entity that no mapping makes: `?add=yes`. */
export function AddEntity({ definition }: { definition: Definition }) {
  if (!useCan()('catalog:edit')) return null
  return (
    <Drawer name="add" title={() => 'Add an entity'}>
      {() => <AddForm definition={definition} />}
    </Drawer>
  )
}

function AddForm({ definition }: { definition: Definition }) {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  return (
    <EntityForm
      definition={definition}
      initial={blankForm}
      action="Add"
      onSend={async (values) => {
        const identifier = values.identifier.trim()
        const said = saidIn(definition, values)
        await api.entities.create({ body: { blueprint: definition.identifier, identifier, ...said } })
        await queries.invalidateQueries({ queryKey: entitiesKey })
        toast(`${said.title ?? identifier} is in the catalogue.`)
        await navigate({
          to: '/catalog/$blueprint/$identifier',
          params: { blueprint: definition.identifier, identifier },
        })
      }}
    />
  )
}
