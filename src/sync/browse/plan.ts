import { isWanted, type RepositoryRules } from '../../connections/choice/is-wanted.ts'
import { planLimits } from '../../connections/ledger/lease.ts'
import type { Db } from '../../db/pool.ts'
import type { Source } from '../connect.ts'
import { browseRepositories, type SeenRepository } from './browse.ts'
import { type Amount, estimate } from './estimate.ts'
import type { Look } from './listing.ts'

/** What would be collected. */
export interface Plan {
  readonly workspaces: readonly { readonly slug: string; readonly only_chosen: boolean }[]
  readonly rules: RepositoryRules
  /** What was said of single repositories, by their uuids. */
  readonly choices: ReadonlyMap<string, boolean>
  readonly since: Date | null
  readonly range_days: number
  readonly source_access: string
}

export interface Estimate extends Amount {
  /** Repositories there are, collected or not. */
  readonly listed: number
  /** Requests that the credentials have in an hour. */
  readonly per_hour: number
}

/** How many repositories of a workspace there are, and how many of them are collected. */
export async function countWanted(look: Look, workspace: string, rules: RepositoryRules) {
  const listed = await allRepositories(look, workspace)
  return { listed: listed.length, wanted: listed.filter((each) => isWanted(rules, each, undefined)).length }
}

/** What a first sync of all that is planned costs, and how much of it fits into an hour. */
export async function estimatePlan(db: Db, look: Look, source: Source, plan: Plan): Promise<Estimate> {
  const since = plan.since ?? new Date(Date.now() - plan.range_days * 86_400_000)
  const ways = { withoutGit: plan.source_access !== 'git', withFiles: plan.source_access === 'files' }
  const amounts: (Amount & { readonly listed: number })[] = []
  for (const { slug, only_chosen } of plan.workspaces) {
    const listed = await allRepositories(look, slug)
    const wanted = listed.filter((each) =>
      isWanted(plan.rules, each, plan.choices.get(each.uuid), only_chosen),
    )
    const amount = await estimate(look, listed.length, wanted, { since, ...ways })
    amounts.push({ ...amount, listed: listed.length })
  }
  return { ...total(amounts), per_hour: await perHour(db, source) }
}

async function allRepositories(look: Look, workspace: string): Promise<SeenRepository[]> {
  const all: SeenRepository[] = []
  for (let page: number | null = 1; page !== null; ) {
    const found = await browseRepositories(look, { workspace, page })
    all.push(...found.items)
    page = found.next
  }
  return all
}

function total(amounts: readonly (Amount & { readonly listed: number })[]) {
  const sum = (of: (amount: (typeof amounts)[number]) => number) =>
    amounts.reduce((total, amount) => total + of(amount), 0)
  const unknown = amounts.some(({ requests }) => requests.likely === null)
  return {
    listed: sum(({ listed }) => listed),
    repositories: sum(({ repositories }) => repositories),
    requests: {
      least: sum(({ requests }) => requests.least),
      likely: unknown ? null : sum(({ requests }) => requests.likely ?? 0),
    },
    sampled: sum(({ sampled }) => sampled),
  }
}

/** Credentials that Bitbucket counts as one share one allowance. */
async function perHour(db: Db, { way, credentials }: Source): Promise<number> {
  const identities = [...new Set(credentials.map(({ identity }) => identity))]
  const learnt = await db
    .selectFrom('ledger_limits')
    .select(['identity', 'max_requests'])
    .where('class', '=', 'api')
    .where('identity', 'in', identities)
    .execute()
  const known = new Map(learnt.map((row) => [row.identity, row.max_requests]))
  return identities.reduce(
    (sum, identity) => sum + (way.rate_limit ?? known.get(identity) ?? planLimits.api),
    0,
  )
}
