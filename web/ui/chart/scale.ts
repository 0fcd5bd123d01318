import { formatCount, formatDuration } from '../value/format.ts'
import type { ChartProps } from './chart.tsx'

const minute = 60
const hour = 60 * minute
const day = 24 * hour

const steps = [
  1,
  5,
  15,
  30,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  3 * hour,
  6 * hour,
  12 * hour,
  day,
  2 * day,
  7 * day,
  14 * day,
  28 * day,
] as const

/** An axis of durations with at most five lines, at 12 h and never at 13 h 53 min. */
export function secondsAxis(most: number): { readonly interval: number; readonly max: number } {
  const step = steps.find((candidate) => most / candidate <= 5)
  const interval = step ?? 28 * day * Math.ceil(most / (5 * 28 * day))
  return { interval, max: Math.max(1, Math.ceil(most / interval)) * interval }
}

/** The highest point of the picture: of a bar, or of bars on each other. */
export function highest({
  kind,
  series,
  categories,
}: Pick<ChartProps, 'kind' | 'series' | 'categories'>): number {
  const heights = categories.map((_, index) => {
    const values = series.map(({ values }) => values[index] ?? 0)
    return kind === 'stacked' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values)
  })
  return Math.max(0, ...heights)
}

export function valueFormat({
  format,
  unit,
}: Pick<ChartProps, 'format' | 'unit'>): (value: number) => string {
  return format ?? (unit === 'seconds' ? formatDuration : formatCount)
}
