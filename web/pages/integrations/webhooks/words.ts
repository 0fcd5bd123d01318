import type { Level } from '../../../ui/value/status.tsx'
import type { Webhook } from './queries.ts'

export interface InWords {
  readonly level: Level
  readonly sentence: string
}

type Known = Pick<Webhook, 'state' | 'last_delivery_at'>

/** How a webhook does, in a sentence. */
export function stateInWords({ state, last_delivery_at }: Known): InWords {
  const arrives = last_delivery_at !== null
  if (state === 'registered')
    return arrives
      ? { level: 'good', sentence: 'Registered: Bitbucket tells what happens.' }
      : { level: 'good', sentence: 'Registered: nothing has happened since.' }
  if (state === 'by_hand')
    return arrives
      ? { level: 'good', sentence: 'Made by hand: deliveries arrive.' }
      : { level: 'attention', sentence: 'To be made by hand: the credentials may not manage webhooks.' }
  if (state === 'failed') return { level: 'bad', sentence: 'Bitbucket could not be asked about it.' }
  return { level: 'attention', sentence: 'Not registered yet.' }
}

/** All webhooks of a connection in a few words, for its card; the worst says. */
export function togetherInWords(webhooks: readonly Known[]): InWords {
  const [first, ...others] = webhooks
  if (first === undefined) return { level: 'unknown', sentence: 'none' }
  const count = (state: Webhook['state']) => webhooks.filter((one) => one.state === state).length
  if (count('failed') > 0) return { level: 'bad', sentence: part(count('failed'), webhooks, 'not reached') }
  const quiet = webhooks.filter((one) => one.state === 'by_hand' && one.last_delivery_at === null).length
  if (quiet > 0) return { level: 'attention', sentence: part(quiet, webhooks, 'to be made by hand') }
  if (count('waiting') > 0)
    return { level: 'attention', sentence: part(count('waiting'), webhooks, 'not registered yet') }
  return { level: 'good', sentence: others.length === 0 ? 'registered' : 'all registered' }
}

function part(count: number, all: readonly unknown[], words: string): string {
  return all.length === 1 ? words : `${count} of ${all.length} ${words}`
}

const reasons: Readonly<Record<string, string>> = {
  unsigned: 'without a signature',
  bad_signature: 'signed with another secret',
  unknown_connection: 'for nobody',
  too_large: 'too large',
  bad_address: 'from another network',
  malformed: 'not from Bitbucket',
}

export function refusalInWords(reason: string): string {
  return reasons[reason] ?? reason.replaceAll('_', ' ')
}
