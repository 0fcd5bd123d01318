import { Button } from '@mantine/core'
import { Fold } from '../../../ui/layout/fold.tsx'
import { formatCount } from '../../../ui/value/format.ts'
import type { Choices } from '../settings/draft.ts'
import classes from './picker.module.css'

export type Purpose = 'choose' | 'except'

interface ChosenProps {
  readonly purpose: Purpose
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
}

/** What is said of single repositories, wherever one looks now. */
export function Chosen({ purpose, choices, onChange }: ChosenProps) {
  const chosen = Object.entries(choices)
  if (chosen.length === 0) {
    return (
      <p className={classes.quiet}>
        {purpose === 'choose' ? 'None is chosen yet.' : 'There is no exception.'}
      </p>
    )
  }
  const drop = (uuid: string) => {
    const { [uuid]: _, ...rest } = choices
    onChange(rest)
  }
  return (
    <Fold title={titleOf(purpose, chosen.length)}>
      <ul className={classes.list} aria-label={purpose === 'choose' ? 'Chosen repositories' : 'Exceptions'}>
        {chosen.map(([uuid, { full_name, is_wanted }]) => (
          <li key={uuid} className={classes.chosen}>
            <span>
              {full_name} <span className={classes.quiet}>{wordOf(purpose, is_wanted)}</span>
            </span>
            <Button
              variant="subtle"
              size="compact-sm"
              aria-label={`Drop ${full_name}`}
              onClick={() => drop(uuid)}
            >
              Drop
            </Button>
          </li>
        ))}
      </ul>
    </Fold>
  )
}

function titleOf(purpose: Purpose, count: number): string {
  if (purpose === 'choose') return `${formatCount(count)} chosen`
  return `${formatCount(count)} ${count === 1 ? 'exception' : 'exceptions'}`
}

function wordOf(purpose: Purpose, isWanted: boolean): string | null {
  if (!isWanted) return 'left out'
  return purpose === 'except' ? 'collected' : null
}
