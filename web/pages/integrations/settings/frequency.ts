import { formatDuration } from '../../../ui/value/format.ts'

/** How often it is synced. */
export const rhythms = [
  { value: '30', label: 'Every 30 minutes' },
  { value: '60', label: 'Every hour' },
  { value: '180', label: 'Every 3 hours' },
  { value: '360', label: 'Every 6 hours' },
  { value: '720', label: 'Every 12 hours' },
  { value: '1440', label: 'Once a day' },
  { value: 'cron', label: 'At times of my own' },
] as const

export interface Possible {
  /** Null when not even once a day is. */
  readonly shortest_frequency_minutes: number | null
}

interface FrequencyHint {
  readonly level: 'attention' | 'unknown'
  readonly sentence: string
}

export function rhythmInWords(minutes: number): string {
  return (
    rhythms.find(({ value }) => value === String(minutes))?.label ?? `Every ${formatDuration(minutes * 60)}`
  )
}

/** What is to be said of a rhythm, as the form has it; null when it can be kept, or none is chosen. */
export function frequencyHint(
  rhythm: string | null,
  { shortest_frequency_minutes: shortest }: Possible,
): FrequencyHint | null {
  const why = 'to ask what changed takes more than 80 % of the requests that the credentials have.'
  if (shortest === null) {
    const sentence = `Not even once a day can be kept: ${why} Choose fewer repositories, or add credentials.`
    return { level: 'attention', sentence }
  }
  // How far apart single times lie is not computed: whoever chose them knows.
  if (rhythm === 'cron') {
    const sentence = `Leave at least ${formatDuration(shortest * 60)} between two times.`
    return shortest === 30 ? null : { level: 'unknown', sentence }
  }
  if (rhythm === null || Number(rhythm) >= shortest) return null
  const sentence = `${rhythmInWords(Number(rhythm))} cannot be kept: ${why} ${rhythmInWords(shortest)} can.`
  return { level: 'attention', sentence }
}
