import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatCount } from '../../../ui/value/format.ts'
import type { Choices } from '../settings/draft.ts'
import type { Purpose } from './chosen.tsx'
import { Column } from './column.tsx'
import classes from './picker.module.css'
import type { Looks } from './queries.ts'
import { Choice, Exception } from './repository.tsx'
import { SelectAll } from './select-all.tsx'

interface RepositoryColumnProps {
  readonly purpose: Purpose
  readonly looks: Looks
  readonly workspace: string
  readonly project: string | null
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

export function RepositoryColumn(props: RepositoryColumnProps) {
  const { purpose, looks, workspace, project, choices, onChange } = props
  const Repository = purpose === 'choose' ? Choice : Exception
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 300)
  const found = useInfiniteQuery(looks.repositories(workspace, project, search))
  const shown = found.data?.pages.flatMap(({ items }) => items) ?? []
  const size = found.data?.pages[0]?.size ?? null
  return (
    <Column title="Repository" loading={false} error={found.error}>
      <TextInput
        name="choices"
        aria-label="Find a repository"
        placeholder="Part of a name, or owner/name"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        // Enter would send the form around it.
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
      />
      {purpose === 'choose' && shown.length > 0 && (
        <SelectAll found={found} shown={shown} choices={choices} onChange={onChange} />
      )}
      <ul className={classes.list}>
        {shown.map((repository) => (
          <Repository
            key={repository.uuid}
            repository={repository}
            workspace={workspace}
            choices={choices}
            onChange={onChange}
          />
        ))}
      </ul>
      <p className={classes.quiet} role="status">
        {found.isPending ? 'Looking in Bitbucket…' : found.data && countSentence(shown.length, size, search)}
      </p>
      {found.hasNextPage && (
        <Button
          variant="default"
          size="compact-sm"
          loading={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Column>
  )
}

function countSentence(shown: number, size: number | null, search: string): string {
  if (shown === 0) return search === '' ? 'The token sees no repository here.' : 'Nothing has such a name.'
  if (size === null || size === shown)
    return `${formatCount(shown)} ${shown === 1 ? 'repository' : 'repositories'}.`
  return `${formatCount(shown)} of ${formatCount(size)} repositories.`
}
