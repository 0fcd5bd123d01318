import { Button } from '@mantine/core'
import { Fold } from '../../../ui/layout/fold.tsx'
import { formatCount } from '../../../ui/value/format.ts'
import type { Choices } from '../settings/draft.ts'
import classes from './picker.module.css'

/** What is chosen, wherever one looks now. */
export function Chosen({ choices, onChange }: { choices: Choices; onChange: (choices: Choices) => void }) {
  const chosen = Object.entries(choices)
  if (chosen.length === 0) return <p className={classes.quiet}>None is chosen yet.</p>
  const drop = (uuid: string) => {
    const { [uuid]: _, ...rest } = choices
    onChange(rest)
  }
  return (
    <Fold title={`${formatCount(chosen.length)} chosen`}>
      <ul className={classes.list} aria-label="Chosen repositories">
        {chosen.map(([uuid, { full_name, is_wanted }]) => (
          <li key={uuid} className={classes.chosen}>
            <span>
              {full_name} {!is_wanted && <span className={classes.quiet}>left out</span>}
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
