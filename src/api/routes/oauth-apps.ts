import { randomUUID } from 'node:crypto'
import {
  type AppEntry,
  cloudSite,
  describeApp,
  findApp,
  listApps,
  type OAuthApp,
  removeApp,
  storeApp,
  subjectOfApp,
} from '../../connections/oauth/apps.ts'
import { getGrant, startGrant } from '../../connections/oauth/grants.ts'
import { readSiteAddress } from '../../connections/oauth/site-address.ts'
import { Failure } from '../../errors.ts'
import { tryApp } from '../../sync/http/try-app.ts'
import { oauthApps as apps, oauthGrants as grants } from '../contract/oauth-apps.ts'
import { callbackUrl } from '../oauth-callback.ts'
import { implement } from './route.ts'

export const oauthApps = implement(apps, {
  list: async ({ db, baseUrl }) => ({
    items: (await listApps(db)).map(appOf),
    callback_url: callbackUrl(baseUrl),
  }),

  put: async ({ house, params, body, change }) => {
    const entry: AppEntry = {
      connector: params.connector,
      clientId: body.client_id.trim(),
      clientSecret: body.client_secret.trim(),
      siteUrl: body.site_url === undefined ? cloudSite : readSiteAddress(body.site_url),
    }
    await tryApp(house.config, entry)
    return change(async (tx) => {
      const before = await findApp(tx, params.connector)
      const app = await storeApp(tx, house.keyRing, entry)
      const was = before === undefined ? {} : { before: describeApp(before) }
      return { answer: appOf(app), subject: subjectOfApp(app), ...was, after: describeApp(app) }
    })
  },

  remove: async ({ params, change }) =>
    change(async (tx) => {
      const app = await removeApp(tx, params.connector)
      return { answer: undefined, subject: subjectOfApp(app), before: describeApp(app) }
    }),
})

export const oauthGrants = implement(grants, {
  start: async ({ caller, body, baseUrl, browser, change }) => {
    const { person, session } = caller
    if (person === null || session === null) {
      throw new Failure('invalid_input', {
        detail: 'Access is granted in a browser: sign in there, or run `windlass connect --kind oauth`.',
      })
    }
    const cookie = browser.value ?? randomUUID()
    const done = await change(async (tx) => {
      const { grant, url } = await startGrant(tx, {
        connector: body.connector,
        redirectUri: callbackUrl(baseUrl),
        personId: person.id,
        sessionId: session.id,
        browser: cookie,
      })
      const answer = { id: grant.id, authorize_url: url, expires_at: grant.expires_at.toISOString() }
      return { answer, subject: subjectOfApp(grant), after: { grant: grant.id } }
    })
    browser.set(cookie)
    return done
  },

  get: async ({ db, caller, params }) => {
    const { id, outcome, refusal, scopes, expires_at } = await getGrant(
      db,
      params.id,
      caller.person?.id ?? null,
    )
    return {
      ...{ id, refusal, scopes },
      // The table allows these three and no other.
      outcome: outcome as 'waiting' | 'granted' | 'refused',
      expires_at: expires_at.toISOString(),
    }
  },
})

function appOf(app: OAuthApp) {
  return {
    ...describeApp(app),
    // The table allows these three and no other.
    health: app.health as 'unverified' | 'ok' | 'rejected',
    health_detail: app.health_detail,
    updated_at: app.updated_at.toISOString(),
  }
}
