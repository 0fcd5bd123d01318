import { describe, expect, it } from 'vitest'
import type { Connection } from '../queries.ts'
import { changedOf, cloudApi, createBody, planOf, settingsOf } from './body.ts'
import { blank, type Draft } from './draft.ts'
import { draftOf } from './stored.ts'

const repository = 'aaaaaaaa-1111-4111-8111-111111111111'
const choices = { [repository]: { full_name: 'acme/shop', is_wanted: true } }
const draft = (said: Partial<Draft>): Draft => ({ ...blank, alias: ' Acme ', workspace: 'acme', ...said })

describe('the body of a connection', () => {
  it('needs a name, a workspace and a token; all else has a default', () => {
    const { alias, workspace, kind, tokens, ...rest } = createBody(draft({ tokens: 'one' }), 'access_token')
    expect({ alias, workspace, kind, tokens }).toEqual({
      ...{ alias: 'Acme', workspace: 'acme', kind: 'access_token', tokens: 'one' },
    })
    expect(rest).toEqual({
      ...{ api_url: 'https://api.bitbucket.org/2.0', proxy_url: null, ca: null, source_access: 'git' },
      ...{ projects: null, include: null, exclude: null, auto_add: true, streams: null },
      ...{ range_days: 183, frequency_minutes: 180, rate_limit: null, skip_failed: true },
    })
  })

  it('names an e-mail address for an API token alone', () => {
    const entered = draft({ tokens: 'one, two', email: 'mara@example.com' })
    expect(createBody(entered, 'access_token')).not.toHaveProperty('email')
    expect(createBody(entered, 'api_token')).toMatchObject({ alias: 'Acme', email: 'mara@example.com' })
  })

  it('gives a start or days, and a frequency or times, never both', () => {
    const start = '2026-01-01T00:00:00.000Z'
    const set = settingsOf(draft({ range: 'since', since: start, rhythm: 'cron', cron: '0 3 * * *' }))
    expect(set).toMatchObject({ since: start, cron: '0 3 * * *' })
    expect(set).not.toHaveProperty('range_days')
    expect(set).not.toHaveProperty('frequency_minutes')
    expect(settingsOf(draft({ range: 'days', range_days: 12 }))).toMatchObject({ range_days: 12 })
    expect(settingsOf(blank)).toMatchObject({ range_days: 183, frequency_minutes: 180, api_url: cloudApi })
  })

  it('collects those alone that were picked, or what the rules say, and forgets what is not shown', () => {
    const typed = { projects: 'SHOP, ops', include: 'web-*\napi', exclude: '' }
    expect(settingsOf(draft({ ...typed, choosing: 'rules' }))).toMatchObject({
      projects: ['SHOP', 'ops'],
      include: ['web-*', 'api'],
      exclude: null,
    })
    expect(settingsOf(draft({ ...typed, choosing: 'all' }))).toMatchObject({ projects: null, include: null })
    const picked = createBody(draft({ choosing: 'picked', choices }), 'access_token')
    expect(picked).toMatchObject({
      include: [],
      choices: [{ uuid: repository, full_name: 'acme/shop', is_wanted: true }],
    })
    expect(createBody(draft({ choosing: 'rules' }), 'access_token')).not.toHaveProperty('choices')
  })

  it('names the exceptions to the rules, in the estimate too', () => {
    const left = { [repository]: { full_name: 'acme/shop', is_wanted: false } }
    const ruled = draft({ choosing: 'rules', include: 'sho*', choices: left })
    const said = { choices: [{ uuid: repository, full_name: 'acme/shop', is_wanted: false }] }
    expect(createBody(ruled, 'access_token')).toMatchObject({ include: ['sho*'], ...said })
    expect(planOf(ruled)).toMatchObject({ include: ['sho*'], ...said })
  })

  it('comes back from what is stored as it went, so that nothing is sent that nobody changed', () => {
    const stored = {
      ...{ alias: 'Acme', api_url: 'https://gateway.example.com/2.0', source_access: 'none' },
      ...{ since: null, range_days: 40, rate_limit: 900, proxy_url: null, ca: null },
      ...{ frequency_minutes: 60, cron: null, skip_failed: false, auto_add: false },
      ...{ projects: ['SHOP'], include: null, exclude: ['old-*'], streams: ['commits'] },
    } as unknown as Connection
    const before = draftOf(stored, {})
    expect(before).toMatchObject({ choosing: 'rules', range: 'days', range_days: 40, rhythm: '60' })
    expect(changedOf(settingsOf(before), settingsOf({ ...before }))).toBeNull()
    const after = { ...before, range: '365', exclude: '', api_url: '' }
    expect(changedOf(settingsOf(before), settingsOf(after))).toEqual({
      range_days: 365,
      exclude: null,
      api_url: cloudApi,
    })
  })
})
