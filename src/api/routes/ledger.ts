import { type Account, readAccounts } from '../../connections/ledger/account.ts'
import { countsByHour, topSpenders } from '../../connections/ledger/counts.ts'
import { connectors } from '../../connectors/index.ts'
import { templatesOf } from '../../sync/run/templates.ts'
import { ledger as resource } from '../contract/ledger.ts'
import { implement } from './route.ts'

const spendersShown = 20

export const ledger = implement(resource, {
  get: async ({ house, db, query: { connection } }) => {
    const { limitWindowSeconds: windowSeconds } = house.config
    const [accounts, hours, spenders] = await Promise.all([
      readAccounts(db, { windowSeconds, connection }),
      countsByHour(db, connection),
      topSpenders(db, connection, spendersShown),
    ])
    const templates = templatesOf(connectors)
    return {
      window_seconds: windowSeconds,
      accounts: accounts.map(accountOf),
      hours: hours.map((row) => ({ ...row, hour: row.hour.toISOString() })),
      spenders: spenders.map(({ connection_id: id, alias, stream, requests }) => ({
        connection: { id, alias },
        ...{ stream, requests },
        template: templates.get(stream) ?? stream,
      })),
    }
  },
})

function accountOf(account: Account) {
  const { identity, class: kind, limit, used, reserved, left, foreign, refusals, credentials } = account
  return {
    ...{ identity, class: kind, limit, used, reserved, left, foreign, refusals },
    limit_source: account.limitSource,
    used_by_people: account.usedByPeople,
    parked_until: account.parkedUntil?.toISOString() ?? null,
    credentials: credentials.map(({ id, label, connection }) => ({
      id,
      label,
      connection: { ...connection },
    })),
  }
}
