import { Button } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answered } from '../../../api.ts'
import { formatCount } from '../../../ui/value/format.ts'
import type { Choices } from '../settings/draft.ts'
import type { SeenRepository } from './browser.ts'
import classes from './picker.module.css'

/** The most that one request may name. */
const mostChoices = 2_000

interface SelectAllProps {
  readonly found: UseInfiniteQueryResult<InfiniteData<Answered<'choices', 'repositories'>>>
  readonly shown: readonly SeenRepository[]
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

/** All that are found, those on the pages not shown yet too. */
export function SelectAll({ found, shown, choices, onChange }: SelectAllProps) {
  const [tooMany, setTooMany] = useState(false)
  const [reading, setReading] = useState(false)
  const all = shown.every(({ uuid }) => choices[uuid]?.is_wanted) && !found.hasNextPage
  const selectAll = async () => {
    setReading(true)
    const whole = await readOn(found)
    setReading(false)
    const added = whole.map(({ uuid, full_name }) => [uuid, { full_name, is_wanted: true }] as const)
    const next = { ...choices, ...Object.fromEntries(added) }
    setTooMany(Object.keys(next).length > mostChoices)
    if (Object.keys(next).length <= mostChoices) onChange(next)
  }
  const selectNone = () => {
    const seen = new Set(shown.map(({ uuid }) => uuid))
    onChange(Object.fromEntries(Object.entries(choices).filter(([uuid]) => !seen.has(uuid))))
  }
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        loading={reading}
        onClick={all ? selectNone : () => void selectAll()}
      >
        {all ? 'Select none' : 'Select all'}
      </Button>
      {tooMany && (
        <p className={classes.error} role="alert">
          At most {formatCount(mostChoices)} can be chosen one by one: choose by project and pattern.
        </p>
      )}
    </div>
  )
}

async function readOn(found: SelectAllProps['found']): Promise<readonly SeenRepository[]> {
  let last: Pick<typeof found, 'hasNextPage' | 'data' | 'fetchNextPage' | 'isError'> = found
  while (last.hasNextPage && !last.isError) last = await last.fetchNextPage()
  return last.data?.pages.flatMap(({ items }) => items) ?? []
}
