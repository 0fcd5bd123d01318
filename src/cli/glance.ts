import type { Glance } from '../sync/run/glance.ts'
import { moment } from './out.ts'

/** How far a run is, in words. */
export function glanceText({ run, requests, done, all, left, eta }: Glance): string {
  const parts = [`${done} of ${all} parts read`, `${requests} requests sent`]
  if (left !== null) parts.push(`about ${left} left`)
  if (run.state === 'paused') parts.push('paused')
  if (eta) parts.push(`ends between ${moment(eta.from)} and ${moment(eta.to)}`)
  return parts.join(', ')
}
