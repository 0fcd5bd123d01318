import { Checkbox, NativeSelect } from '@mantine/core'
import type { Choices } from '../settings/draft.ts'
import type { SeenRepository } from './browser.ts'
import classes from './picker.module.css'

interface RepositoryProps {
  readonly repository: SeenRepository
  /** Where one looks: a repository found by its full name may lie elsewhere. */
  readonly workspace: string
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

/** One that is chosen, or not. */
export function Choice({ repository, workspace, choices, onChange }: RepositoryProps) {
  const { uuid, full_name, name, is_private } = repository
  const foreign = isForeign(repository, workspace)
  return (
    <li>
      <Checkbox
        checked={choices[uuid]?.is_wanted ?? false}
        onChange={(event) => onChange(said(choices, repository, event.currentTarget.checked || null))}
        disabled={foreign}
        label={foreign ? full_name : name}
        description={foreign ? elsewhere : describe(full_name, is_private)}
      />
    </li>
  )
}

const verdicts = [
  { value: 'rules', label: 'As the rules say', isWanted: null },
  { value: 'collect', label: 'Collect', isWanted: true },
  { value: 'leave', label: 'Leave out', isWanted: false },
] as const

/** One that follows the rules, or is an exception to them. */
export function Exception({ repository, workspace, choices, onChange }: RepositoryProps) {
  const { uuid, full_name, name, is_private } = repository
  const foreign = isForeign(repository, workspace)
  const now = verdicts.find(({ isWanted }) => isWanted === (choices[uuid]?.is_wanted ?? null))
  return (
    <li className={classes.chosen}>
      <span>
        {foreign ? full_name : name}
        <span className={classes.described}>{foreign ? elsewhere : describe(full_name, is_private)}</span>
      </span>
      <NativeSelect
        size="xs"
        className={classes.verdict}
        aria-label={full_name}
        disabled={foreign}
        data={verdicts.map(({ value, label }) => ({ value, label }))}
        value={now?.value}
        onChange={(event) => {
          const chosen = verdicts.find(({ value }) => value === event.currentTarget.value)
          onChange(said(choices, repository, chosen?.isWanted ?? null))
        }}
      />
    </li>
  )
}

const elsewhere = 'In another workspace: add that to the connection first.'

function isForeign({ full_name }: SeenRepository, workspace: string): boolean {
  return !full_name.toLowerCase().startsWith(`${workspace}/`)
}

/** The choices with what is said of one repository; null lets the rules decide. */
function said(choices: Choices, { uuid, full_name }: SeenRepository, isWanted: boolean | null): Choices {
  const { [uuid]: _, ...rest } = choices
  return isWanted === null ? rest : { ...rest, [uuid]: { full_name, is_wanted: isWanted } }
}

function describe(fullName: string, isPrivate: boolean | null): string {
  return isPrivate === false ? `${fullName}, public` : fullName
}
