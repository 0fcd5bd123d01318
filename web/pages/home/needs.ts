import type { Attention } from '../../queries.ts'
import { formatCount } from '../../ui/value/format.ts'
import type { Level } from '../../ui/value/status.tsx'

export interface Need {
  readonly key: string
  readonly level: Extract<Level, 'bad' | 'attention'>
  /** What is the case. */
  readonly sentence: string
  /** More of it, and the way out. */
  readonly detail: string | null
  /** Where it is mended. */
  readonly to: '/integrations' | '/gaps' | '/deliveries'
  readonly search: Readonly<Record<string, string>>
  /** What one finds there. */
  readonly link: string
}

/** What somebody has to do, in a sentence each, with the page where it is done. */
export function needOf(item: Attention, now: Date): Need {
  const { reason, connection_id, credential_id, detail } = item
  const key = [reason, connection_id, credential_id].join()
  return { key, detail, ...saidOf(item, now) }
}

function saidOf(item: Attention, now: Date): Omit<Need, 'key' | 'detail'> {
  const { reason, connection_id, connection, name, expires_at, count } = item
  const id = connection_id ?? ''
  const credential = `The credential ${name} of ${connection}`
  const credentials = {
    to: '/integrations',
    search: { connection: id, tab: 'credentials' },
    link: 'Credentials',
  } as const
  switch (reason) {
    case 'connection_ended':
      return { ...credentials, level: 'bad', sentence: `${connection} has ended: nothing is read any more.` }
    case 'app_rejected': {
      const app = { to: '/integrations', search: { app: 'yes' }, link: 'Atlassian app' } as const
      return { ...app, level: 'bad', sentence: 'The Atlassian app is refused.' }
    }
    case 'credential_rejected':
      return { ...credentials, level: 'bad', sentence: `${credential} is refused.` }
    case 'credential_expired':
      return { ...credentials, level: 'bad', sentence: `${credential} has expired.` }
    case 'credential_ended':
      return { ...credentials, level: 'bad', sentence: `${credential} is of a kind that has ended.` }
    case 'removals_held': {
      const held = { to: '/gaps', search: { tab: 'held', connection: id }, link: 'Held removals' } as const
      return { ...held, level: 'attention', sentence: heldSentence(connection, count ?? 0) }
    }
    case 'credential_expiring': {
      const end = expires_at === null ? 'soon' : inDays(new Date(expires_at), now)
      return { ...credentials, level: 'attention', sentence: `${credential} ends ${end}.` }
    }
    case 'deliveries_dead': {
      const dead = {
        to: '/deliveries',
        search: { state: 'dead', connection: id },
        link: 'Deliveries',
      } as const
      return { ...dead, level: 'attention', sentence: deadSentence(connection, count ?? 0) }
    }
    case 'gaps': {
      const gaps = { to: '/gaps', search: { connection: id }, link: 'Gaps' } as const
      return { ...gaps, level: 'attention', sentence: gapSentence(connection, count ?? 0) }
    }
  }
}

function heldSentence(connection: string | null, count: number): string {
  return count === 1
    ? `A listing of ${connection} lacks so much that somebody has to say whether it is gone.`
    : `${formatCount(count)} listings of ${connection} lack so much that somebody has to say whether it is gone.`
}

function deadSentence(connection: string | null, count: number): string {
  const deliveries = count === 1 ? 'delivery' : 'deliveries'
  return `${formatCount(count)} ${deliveries} of ${connection} failed again and again: what they told is not known.`
}

function gapSentence(connection: string | null, count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'part' : 'parts'} of ${connection} could not be read.`
}

const dayMs = 24 * 60 * 60 * 1000

/** Days count more than hours here: "within a day", "in 6 days". */
function inDays(at: Date, now: Date): string {
  const days = Math.floor((at.getTime() - now.getTime()) / dayMs)
  if (days < 1) return 'within a day'
  return `in ${formatCount(days)} ${days === 1 ? 'day' : 'days'}`
}
