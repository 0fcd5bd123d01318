import { formatCount, formatDuration } from '../../ui/value/format.ts'
import type { Account, Ledger } from './queries.ts'

const classTitles: Readonly<Record<string, string>> = {
  api: 'API',
  git: 'git',
  raw: 'raw files',
  hooks: 'webhooks',
}

/** "Acme: token 1, API": whose account it is and what it is charged for. */
export function titleOf({ credentials, class: kind }: Account): string {
  const names = credentials.map(({ label, connection }) => `${connection.alias}: ${label}`)
  return `${names.join(', ')} · ${classTitles[kind] ?? kind}`
}

const sources: Readonly<Record<Account['limit_source'], string>> = {
  plan: 'as Bitbucket documents it; no answer has told otherwise',
  header: 'as Bitbucket’s answers tell it',
  refusal: 'as learnt from a refusal',
  person: 'as set by a person',
}

/** What may be sent, and how that is known. */
export function limitOf({ limit, limit_source }: Account, windowSeconds: number): string {
  const window = windowSeconds === 3600 ? 'an hour' : `in ${formatDuration(windowSeconds)}`
  return `${formatCount(limit)} requests ${window}, ${sources[limit_source]}.`
}

/** The state of all accounts, in one sentence. */
export function sentenceOf({ accounts }: Ledger): string {
  if (accounts.length === 0) return 'No credential, no account.'
  const parked = accounts.filter(({ parked_until }) => parked_until !== null).length
  if (parked > 0) {
    const [are, them] = parked === 1 ? ['is', 'it'] : ['are', 'them']
    const noun = accounts.length === 1 ? 'account' : 'accounts'
    return `${formatCount(parked)} of ${formatCount(accounts.length)} ${noun} ${are} parked: nothing is sent with ${them} until Bitbucket lets it.`
  }
  const left = accounts.filter(({ class: kind }) => kind === 'api').reduce((sum, one) => sum + one.left, 0)
  if (left === 0) return 'Background work has nothing left to send and waits; nothing is parked.'
  return `Background work may send ${formatCount(left)} API requests now; nothing is parked.`
}
