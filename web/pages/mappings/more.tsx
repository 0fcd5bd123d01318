import { Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { useAction } from '../action.ts'
import { type Mapping, type Mappings, mappingsKey, mappingsQuery } from './queries.ts'

/** What can be done to a saved mapping beside writing it. */
export function More({ mapping }: { mapping: Mapping }) {
  const api = useApi()
  const queries = useQueryClient()
  const { setSearch } = useEnvironment()
  const params = { id: mapping.id }
  const remap = useAction(async () => {
    const { total } = (await api.mappings.remap()).data
    return { message: `Mapping ${total === 1 ? 'one record' : `${total} records`} again.` }
  }, mappingsKey)
  const turn = useAction(async (is_active: boolean) => {
    await api.mappings.switch({ params, body: { is_active } })
    return {
      message: is_active ? `${mapping.name} maps again.` : `${mapping.name} is off. What it made stays.`,
      undo: () => api.mappings.switch({ params, body: { is_active: !is_active } }),
    }
  }, mappingsKey)
  const remove = useAction(async () => {
    const isSure = await confirm({
      title: `Remove the mapping ${mapping.name}?`,
      body: 'Entities of which it alone says something are removed with it, and so are its versions. This cannot be undone.',
      action: 'Remove',
      typed: mapping.name,
    })
    if (!isSure) return undefined
    const { entities } = (await api.mappings.remove({ params })).data
    // Nothing asks for it any more, the page that goes to another included.
    queries.setQueryData(mappingsQuery(api).queryKey, (all) => all && without(all, mapping.id))
    for (const part of ['one', 'records', 'versions'])
      queries.removeQueries({ queryKey: [...mappingsKey, part, mapping.id] })
    setSearch({ mapping: null, part: null })
    return { message: `${mapping.name} is removed. It said something of ${entities} entities.` }
  }, mappingsKey)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default">More</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => remap.mutate()}>Map everything again</Menu.Item>
        <Menu.Item onClick={() => turn.mutate(!mapping.is_active)}>
          {mapping.is_active ? 'Switch off' : 'Switch on'}
        </Menu.Item>
        <Menu.Item color="red" onClick={() => remove.mutate()}>
          Remove…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function without(all: Mappings, removed: string): Mappings {
  return { ...all, items: all.items.filter(({ id }) => id !== removed) }
}
