import { readConfig } from '../../src/config.ts'
import { sealSecret } from '../../src/connections/credentials.ts'
import { loadKeyRing } from '../../src/connections/key-ring.ts'
import { transaction } from '../../src/db/pool.ts'
import { disturbedSync, type Plan, whenDone } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import type { Site } from '../parts/site.ts'
import { demand, type Scenario } from '../scenario.ts'

/** What the source knows of the tokens the connections have. */
function tokensOf({ simulator: { simulation, world } }: Site) {
  return simulation.credentials
    .all()
    .filter(({ kind, reach }) => kind === 'workspace_access_token' && world.workspace(reach?.workspace ?? ''))
}

type Token = ReturnType<typeof tokensOf>[number]

/** As when a person enters it anew. */
async function enter(site: Site, secretOf: (label: string) => string): Promise<void> {
  const { dataDirectory, database } = site
  const db = database.kysely
  const keyRing = await loadKeyRing(readConfig({}, { dataDirectory }), db)
  const rows = await db.selectFrom('credentials').select(['id', 'label']).execute()
  for (const { id, label } of rows)
    await transaction(db, async (tx) => {
      await sealSecret(tx, keyRing, { purpose: 'credential', record: id }, secretOf(label))
      await tx.updateTable('credentials').set({ health: 'unverified' }).where('id', '=', id).execute()
    })
}

function tokenOf(site: Site, workspace: string): Token | undefined {
  const uuid = site.simulator.world.workspace(workspace)?.uuid
  return tokensOf(site).find((one) => one.reach?.workspace === uuid && !one.revoked)
}

/** A token that is refused is a state that is shown, and is asked with no more. */
async function demandRejected({ database }: Site): Promise<void> {
  const health = await database.kysely.selectFrom('credentials').select('health').execute()
  demand(
    health.some((one) => one.health === 'rejected'),
    `no token is shown as rejected: ${JSON.stringify(health)}`,
  )
}

async function demandForbidden({ database }: Site): Promise<void> {
  const gaps = await database.kysely
    .selectFrom('gaps')
    .select(['stream', 'reason'])
    .where('reason', '=', 'source_forbidden')
    .where('stream', 'like', 'pull_request%')
    .execute()
  // One repository is forbidden to everybody.
  demand(gaps.length > 1, 'the scope that is gone is no gap')
}

const pullRequestScope = 'pullrequest'

/** What happens to the tokens mid-run, what has to be seen then, and how a person mends it. */
const plans: readonly (readonly [string, (house: House) => Plan])[] = [
  [
    'expires',
    (house) => ({
      async disturb(site) {
        await whenDone(house, site, 0.3)
        for (const token of tokensOf(site)) token.expiresAt = Date.now()
        return 1
      },
      inspect: demandRejected,
      async mend(site) {
        for (const token of tokensOf(site)) token.expiresAt = null
      },
    }),
  ],
  [
    'is revoked',
    (house) => ({
      async disturb(site) {
        await whenDone(house, site, 0.3)
        for (const token of tokensOf(site)) token.revoked = true
        return 1
      },
      inspect: demandRejected,
      async mend(site) {
        for (const token of tokensOf(site)) token.revoked = false
      },
    }),
  ],
  [
    'is rotated',
    (house) => ({
      async disturb(site) {
        await whenDone(house, site, 0.3)
        const old = tokensOf(site)
        for (const { kind, label, scopes, reach } of old)
          site.simulator.simulation.credentials.issue({ kind, label, scopes, reach })
        for (const token of old) token.revoked = true
        await enter(site, (label) => tokenOf(site, label)?.secret ?? '')
        return 1
      },
    }),
  ],
  [
    'loses a scope',
    (house) => ({
      async disturb(site) {
        await whenDone(house, site, 0.1)
        for (const token of tokensOf(site))
          token.scopes = token.scopes.filter((scope) => !scope.startsWith(pullRequestScope))
        return 1
      },
      inspect: demandForbidden,
      async mend(site) {
        for (const token of tokensOf(site)) token.scopes = [...token.scopes, pullRequestScope]
      },
    }),
  ],
  [
    'is of the wrong kind',
    () => ({
      async prepare(site) {
        const other = site.simulator.simulation.credentials.all().find(({ kind }) => kind === 'api_token')
        await enter(site, () => other?.secret ?? '')
        return {}
      },
      disturb: async () => 1,
      inspect: demandRejected,
      mend: (site) => enter(site, (label) => tokenOf(site, label)?.secret ?? ''),
    }),
  ],
]

export const scenario: Scenario = {
  id: 'F6',
  name: 'token',
  doc: 'the token expires, is revoked or rotated, loses a scope, or is of the wrong kind',
  trials(mode) {
    const all = plans.map(([title, plan]) => ({
      title,
      run: (house: House) => disturbedSync(house, plan(house)),
    }))
    return mode === 'all' ? all : []
  },
}
