import { Status } from '../../../ui/value/status.tsx'
import { frequencyHint, type Possible } from './frequency.ts'

interface FrequencyProps {
  readonly rhythm: string | null
  readonly possible: Possible
}

/** Says when a rhythm cannot be kept, and which can; nothing else. */
export function Frequency({ rhythm, possible }: FrequencyProps) {
  const hint = frequencyHint(rhythm, possible)
  return hint && <Status level={hint.level}>{hint.sentence}</Status>
}
