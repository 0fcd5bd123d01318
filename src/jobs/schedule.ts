/** A task that runs by the clock. */
export interface CronLine {
  /** Name of the task. */
  readonly task: string
  /** Five fields, UTC. */
  readonly cron: string
  readonly doc: string
}

/** Everything that runs by the clock. Odd minutes, apart from each other, unless people count on the hour. */
export const schedule: readonly CronLine[] = [
  {
    task: 'sync-connection',
    cron: '* * * * *',
    doc: 'Every minute: starts runs of connections that are due.',
  },
  {
    task: 'settle-catalogue',
    cron: '* * * * *',
    doc: 'Every minute: ends a re-map that is through, removes what records do not say any more.',
  },
  {
    task: 'sync-identities',
    cron: '0 10 * * *',
    doc: 'At 10:00 UTC: reads members and whose the addresses in commits are.',
  },
  {
    task: 'sync-repositories',
    cron: '0 14 * * *',
    doc: 'At 14:00 UTC: reads the catalogue of repositories.',
  },
  { task: 'remove-expired', cron: '7 * * * *', doc: 'Every hour: removes sessions and the like that ended.' },
  {
    task: 'remove-old-logs',
    cron: '41 * * * *',
    doc: 'Every hour: removes logs of sync that are older than seven days.',
  },
  {
    task: 'remove-old-deliveries',
    cron: '47 * * * *',
    doc: 'Every hour: removes deliveries of webhooks that are older than WINDLASS_DELIVERY_DAYS.',
  },
  {
    task: 'remove-old-events',
    cron: '53 * * * *',
    doc: 'Every hour: removes events of discoveries that are older than 180 days.',
  },
  {
    task: 'check-expiry',
    cron: '11 * * * *',
    doc: 'Every hour: reminds of credentials that come to their end, and marks those that did.',
  },
  {
    task: 'check-webhooks',
    cron: '29 * * * *',
    doc: 'Every hour: registers webhooks that wait, and puts right those that were changed.',
  },
  { task: 'remove-dead-jobs', cron: '23 3 * * *', doc: 'Every night: removes jobs dead for 30 days.' },
]
