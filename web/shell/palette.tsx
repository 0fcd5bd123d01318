import { useMantineColorScheme } from '@mantine/core'
import { IconBook2, IconKey, IconLogout, IconUserPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
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
  return <CommandPalette commands={[...go, ...useActions()]} />
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
