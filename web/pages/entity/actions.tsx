import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { useAction } from '../action.ts'
import { formOf, saidIn } from '../catalog/form-values.ts'
import { entitiesKey } from '../catalog/queries.ts'
import type { Shown } from './tabs.tsx'

/** What can be done to an entity. */
export function Actions(shown: Shown) {
  const edit = useDrawer('edit')
  const remove = useRemove(shown)
  return (
    <>
      <Button variant="default" onClick={() => remove.mutate()} loading={remove.isPending}>
        Remove
      </Button>
      <Button onClick={() => edit.open('yes')}>Edit</Button>
    </>
  )
}

function useRemove({ entity: { title }, definition, which }: Shown) {
  const api = useApi()
  const navigate = useNavigate()
  return useAction(
    async () => {
      const isSure = await confirm({
        title: `Remove ${title}?`,
        body: 'What was said of it by hand goes. One that a mapping or a discovery makes cannot be removed here.',
        action: 'Remove',
        danger: true,
      })
      if (!isSure) return undefined
      const { items } = (await api.entityParts.sources({ params: { ...which } })).data
      const form = formOf(
        definition,
        which.identifier,
        items.find(({ origin }) => origin === 'hand'),
      )
      await api.entities.remove({ params: { ...which } })
      await navigate({ to: '/catalog/$blueprint', params: { blueprint: which.blueprint } })
      return {
        message: `${title} is removed.`,
        undo: () => api.entities.create({ body: { ...which, ...saidIn(definition, form) } }),
      }
    },
    [...entitiesKey, 'list'],
    [...entitiesKey, 'facets'],
    [...entitiesKey, 'blueprints'],
  )
}
