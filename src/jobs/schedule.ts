/** A task that runs by the clock. */
export interface CronLine {
  /** Name of the task. */
  readonly task: string
  /** Five fields, UTC. */
  readonly cron: string
  readonly doc: string
}

/** Everything that runs by the clock. Odd minutes, apart from each other: on the hour everybody is busy. */
export const schedule: readonly CronLine[] = [
  {
    task: 'sync-connection',
    cron: '* * * * *',
    doc: 'Every minute: starts runs of connections that are due.',
  },
  { task: 'remove-expired', cron: '7 * * * *', doc: 'Every hour: removes sessions and the like that ended.' },
  {
    task: 'check-expiry',
    cron: '11 * * * *',
    doc: 'Every hour: reminds of credentials that come to their end, and marks those that did.',
  },
  { task: 'remove-dead-jobs', cron: '23 3 * * *', doc: 'Every night: removes jobs dead for 30 days.' },
]
