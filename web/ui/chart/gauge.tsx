import { formatCount } from '../value/format.ts'
import { Unknown } from '../value/unknown.tsx'
import classes from './chart.module.css'

interface GaugeProps {
  readonly label: string
  /** Null is unknown: the gauge is hatched. */
  readonly used: number | null
  readonly limit: number
  /** From this share of the limit on, the gauge asks for attention; 0.8 unless told. */
  readonly attentionAt?: number
  readonly format?: (value: number) => string
}

/** How much of a limit is used, as a bar with its numbers. */
export function Gauge({ label, used, limit, attentionAt = 0.8, format = formatCount }: GaugeProps) {
  const share = used === null || limit === 0 ? 0 : Math.min(1, used / limit)
  const level = used === null ? 'unknown' : share >= 1 ? 'bad' : share >= attentionAt ? 'attention' : 'calm'
  const words =
    used === null ? 'unknown' : `${format(used)} of ${format(limit)} used, ${format(limit - used)} left`
  return (
    <div className={classes.gauge}>
      <div className={classes.gaugeLine}>
        <span>{label}</span>
        <span className={classes.gaugeWords}>
          {used === null ? <Unknown reason="Nothing has been measured yet." /> : words}
        </span>
      </div>
      <div className={classes.gaugeBar} data-level={level} aria-hidden>
        <div style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  )
}
