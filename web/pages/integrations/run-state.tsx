import { type Level, Status } from '../../ui/value/status.tsx'

const states: Readonly<Record<string, readonly [Level, string]>> = {
  running: ['unknown', 'At work'],
  complete: ['good', 'Complete'],
  incomplete: ['attention', 'With gaps'],
  paused: ['attention', 'Paused'],
  cancelled: ['attention', 'Cancelled'],
  failed: ['bad', 'Failed'],
}

export function RunState({ state }: { state: string }) {
  const [level, word] = states[state] ?? ['unknown', state]
  return <Status level={level}>{word}</Status>
}
