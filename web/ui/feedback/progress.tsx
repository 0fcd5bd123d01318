import { Progress as Bar, Button } from '@mantine/core'
import { formatCount, formatDuration } from '../value/format.ts'
import classes from './feedback.module.css'

interface ProgressProps {
  /** What is being done: "Reading pull requests". */
  readonly label: string
  readonly done: number
  /** Null while nobody knows how much there is. */
  readonly total: number | null
  /** Estimated seconds to the end; null is not known yet. */
  readonly secondsLeft?: number | null
  readonly onCancel?: () => void
}

/** A long piece of work: what it does, how far it is, when it ends, and a way to stop it. */
export function Progress({ label, done, total, secondsLeft, onCancel }: ProgressProps) {
  const percent = total === null || total === 0 ? 0 : Math.min(100, (done / total) * 100)
  return (
    <div className={classes.progress}>
      <div className={classes.progressLine}>
        <span>{label}</span>
        <span className={classes.sentence}>{describe(done, total, secondsLeft ?? null)}</span>
      </div>
      <Bar.Root size="md">
        <Bar.Section
          value={total === null ? 100 : percent}
          striped={total === null}
          animated={total === null}
          aria-label={label}
          aria-valuetext={describe(done, total, secondsLeft ?? null)}
        />
      </Bar.Root>
      {onCancel && (
        <div>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      )}
    </div>
  )
}

function describe(done: number, total: number | null, secondsLeft: number | null): string {
  if (total === null) return `${formatCount(done)} so far`
  const parts = [`${formatCount(done)} of ${formatCount(total)}`]
  if (done < total)
    parts.push(secondsLeft === null ? 'time left unknown' : `${formatDuration(secondsLeft)} left`)
  return parts.join(' · ')
}
