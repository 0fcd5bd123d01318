import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { useAction } from '../action.ts'
import { type Entity, entitiesKey, type Which } from '../catalog/queries.ts'

/** What can be done to an entity. */
export function Actions({ entity, which }: { entity: Entity; which: Which }) {
  const edit = useDrawer('edit')
  const remove = useRemove(entity, which)
  return (
    <>
      <Button variant="default" onClick={() => remove.mutate()} loading={remove.isPending}>
        Remove
      </Button>
      <Button onClick={() => edit.open('yes')}>Edit</Button>
    </>
  )
}

function useRemove({ title }: Entity, which: Which) {
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
      await api.entities.remove({ params: { ...which } })
      await navigate({ to: '/catalog/$blueprint', params: { blueprint: which.blueprint } })
      return { message: `${title} is removed.` }
    },
    [...entitiesKey, 'list'],
    [...entitiesKey, 'facets'],
    [...entitiesKey, 'blueprints'],
  )
}
