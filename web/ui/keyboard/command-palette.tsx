import { Spotlight, spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './keyboard.module.css'
import { useShortcut } from './shortcuts.tsx'

export interface Command {
  readonly id: string
  /** "Go to people", "Sign out". */
  readonly label: string
  readonly group: string
  readonly description?: string
  /** Other words people may look for. */
  readonly keywords?: readonly string[]
  readonly icon?: ReactNode
  readonly run: () => void
}

interface CommandPaletteProps {
  readonly commands: readonly Command[]
  /** Told what is typed, where more can be found by it. */
  readonly onQuery?: (query: string) => void
  /** Whether more may come: nothing is not said to be there before. */
  readonly isLooking?: boolean
}

/** Ctrl-K: go anywhere, do anything. Stands once, inside `Shortcuts`. */
export function CommandPalette({ commands, onQuery, isLooking = false }: CommandPaletteProps) {
  useShortcut({ keys: 'mod+k', label: 'Go anywhere, do anything', run: spotlight.toggle })
  return (
    <Spotlight
      actions={grouped(commands)}
      shortcut={null}
      onQueryChange={(query) => onQuery?.(query)}
      attributes={{ content: { 'aria-label': 'Go to a page or do something' } }}
      highlightQuery
      scrollable
      maxHeight={400}
      overlayProps={{ backgroundOpacity: 0.6, blur: 0 }}
      classNames={{ actionsGroup: classes.group, actionsList: classes.list }}
      nothingFound={isLooking ? 'Looking…' : 'Nothing by that name.'}
      searchProps={{
        leftSection: <IconSearch size={16} stroke={1.75} aria-hidden />,
        placeholder: 'Go to a page or do something',
        'aria-label': 'Go to a page or do something',
      }}
    />
  )
}

export function openCommandPalette(): void {
  spotlight.open()
}

function grouped(commands: readonly Command[]) {
  const groups = [...new Set(commands.map((command) => command.group))]
  return groups.map((group) => ({
    group,
    actions: commands
      .filter((command) => command.group === group)
      .map((command) => ({
        id: command.id,
        label: command.label,
        description: command.description,
        keywords: [...(command.keywords ?? [])],
        leftSection: command.icon,
        onClick: command.run,
      })),
  }))
}
