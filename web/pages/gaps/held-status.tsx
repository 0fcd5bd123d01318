import { type Level, Status } from '../../ui/value/status.tsx'
import type { HeldRemoval } from './queries.ts'

const words: Readonly<Record<NonNullable<HeldRemoval['decision']>, readonly [Level, string]>> = {
  approved: ['good', 'They are gone'],
  dismissed: ['good', 'They stay'],
}

export function decisionOf({ decision }: Pick<HeldRemoval, 'decision'>): string {
  return decision === null ? 'Waits for a decision' : words[decision][1]
}

export function HeldStatus({ held }: { held: HeldRemoval }) {
  const level = held.decision === null ? 'attention' : words[held.decision][0]
  return <Status level={level}>{decisionOf(held)}</Status>
}
