import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconBook2, IconBox, IconKey, IconLogout, IconUserPlus } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../api.ts'
import type { PageDefinition } from '../pages/page.ts'
import { useCan, useHasFeature } from '../session.ts'
import { type Command, CommandPalette } from '../ui/keyboard/command-palette.tsx'
import { mayOpen } from './access.ts'
import { schemes } from './schemes.ts'
import { useSignOut } from './sign-out.ts'

const iconProps = { size: 18, stroke: 1.6, 'aria-hidden': true } as const

/** Ctrl-K: every page this person may open, and what they can do from anywhere. */
export default function Palette({ pages }: { pages: readonly PageDefinition[] }) {
  const can = useCan()
  const hasFeature = useHasFeature()
  const navigate = useNavigate()
  const go = pages
    .filter((page) => page.rail !== null && mayOpen(page, can, hasFeature))
    .map(
      ({ path, title, doc, icon: Icon }): Command => ({
        id: path,
        label: title,
        description: doc,
        group: 'Go to',
        icon: <Icon {...iconProps} />,
        run: () => void navigate({ to: path }),
      }),
    )
  const [query, setQuery] = useState('')
  const { entities, isLooking } = useEntities(query)
  const commands = [...go, ...entities, ...useActions()]
  return <CommandPalette commands={commands} onQuery={setQuery} isLooking={isLooking} />
}

/** Entities of the catalogue by title or identifier; one letter would find too many. */
function useEntities(query: string): { entities: Command[]; isLooking: boolean } {
  const api = useApi()
  const navigate = useNavigate()
  const [q] = useDebouncedValue(query.trim().slice(0, 200), 150)
  const mayView = useCan()('catalog:view')
  const { data = [], isFetching } = useQuery({
    queryKey: ['entities', 'search', q],
    queryFn: async ({ signal }) => (await api.entities.search({ query: { q }, signal })).data.items,
    enabled: mayView && q.length > 1,
    placeholderData: keepPreviousData,
  })
  if (!mayView || query.trim().length < 2) return { entities: [], isLooking: false }
  const entities = data.map(
    ({ uuid, title, identifier, blueprint }): Command => ({
      id: uuid,
      label: title,
      description: title === identifier ? blueprint.title : `${blueprint.title} ${identifier}`,
      // The server has found it already: it stays whatever words were typed.
      keywords: [query],
      group: 'Catalogue',
      icon: <IconBox {...iconProps} />,
      run: () =>
        void navigate({
          to: '/catalog/$blueprint/$identifier',
          params: { blueprint: blueprint.identifier, identifier },
        }),
    }),
  )
  return { entities, isLooking: isFetching || q !== query.trim().slice(0, 200) }
}

function useActions(): Command[] {
  const can = useCan()
  const hasFeature = useHasFeature()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const { setColorScheme } = useMantineColorScheme()
  const actions: (Command | false)[] = [
    can('people:edit') && {
      id: 'add-person',
      label: 'Add a person',
      group: 'Do',
      icon: <IconUserPlus {...iconProps} />,
      run: () => void navigate({ to: '/settings/people', search: { add: 'yes' } }),
    },
    can('api-key:edit') &&
      hasFeature('api_keys') && {
        id: 'create-api-key',
        label: 'Create an API key',
        group: 'Do',
        icon: <IconKey {...iconProps} />,
        run: () => void navigate({ to: '/settings/api-keys', search: { add: 'yes' } }),
      },
    hasFeature('api_docs') && {
      id: 'api-reference',
      label: 'Read the API reference',
      group: 'Do',
      icon: <IconBook2 {...iconProps} />,
      run: () => location.assign('/api/docs'),
    },
    ...schemes.map(
      ({ value, label, icon: Icon }): Command => ({
        id: `scheme-${value}`,
        label: `Colours: ${label.toLowerCase()}`,
        keywords: ['theme', 'dark mode', 'light mode'],
        group: 'Do',
        icon: <Icon {...iconProps} />,
        run: () => setColorScheme(value),
      }),
    ),
    {
      id: 'sign-out',
      label: 'Sign out',
      group: 'Do',
      icon: <IconLogout {...iconProps} />,
      run: () => void signOut(),
    },
  ]
  return actions.filter((action) => action !== false)
}
