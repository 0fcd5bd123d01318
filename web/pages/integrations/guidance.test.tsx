import { MantineProvider } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { EnvironmentProvider } from '../../ui/environment.tsx'
import { AppPassword } from './app-password.tsx'
import { Checks } from './checks.tsx'
import { OAuthGuide } from './oauth-guide.tsx'
import type { Check } from './queries.ts'
import { type Kind, scopesOf } from './scopes.ts'
import { blank } from './settings/draft.ts'
import type { OfForm } from './settings/form.ts'
import { RateField } from './settings/rate-field.tsx'
import { RhythmFields } from './settings/rhythm-fields.tsx'
import { TokenGuide } from './token-guide.tsx'
import { ways } from './ways.tsx'
import { WhoFields } from './who-fields.tsx'

/** What people read of a part, in one line. */
function read(part: ReactNode): string {
  const html = renderToStaticMarkup(
    <MantineProvider>
      <EnvironmentProvider value={{ search: {}, setSearch: () => undefined }}>{part}</EnvironmentProvider>
    </MantineProvider>,
  )
  return html
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
}

/** Fields stand in a form. */
function Form({ children }: { children: (form: OfForm['form']) => ReactNode }) {
  return children(useForm({ initialValues: blank }))
}

function way(id: string): string {
  const found = ways.find((one) => one.id === id)
  return `${found?.title}, ${found?.tag}: ${found?.doc}`
}

describe('the scopes of a token', () => {
  it('are named beside the form of an access token, with need and what each reads', () => {
    const text = read(<TokenGuide kind="access_token" />)
    for (const row of [
      'repository Needed repositories, branches, tags, commits',
      'pullrequest Needed pull requests, pull request activity',
      'project Optional projects',
      'account Optional members',
      'pipeline Optional pipelines, environments, deployments',
      'repository:admin Optional branch restrictions',
    ]) {
      expect(text).toContain(row)
    }
  })

  it('are named beside the form of an API token, with need and what each reads', () => {
    const text = read(<TokenGuide kind="api_token" />)
    for (const row of [
      'read:repository:bitbucket Needed repositories, branches, tags, commits',
      'read:pullrequest:bitbucket Needed pull requests, pull request activity',
      'read:project:bitbucket Optional projects',
      'read:workspace:bitbucket Optional members',
      'read:pipeline:bitbucket Optional pipelines, environments, deployments',
      'read:issue:bitbucket Optional issues',
    ]) {
      expect(text).toContain(row)
    }
  })

  it('are named beside the app as the form of Bitbucket calls them', () => {
    const text = read(<OAuthGuide callbackUrl="https://windlass.example.com/api/v1/oauth/callback" />)
    expect(text).toContain('Account: Read Optional members')
    expect(text).toContain('Repositories: Read Needed')
    expect(text).toContain('Repositories: Admin Optional branch restrictions')
    expect(text).toContain('Pull requests: Read Needed')
  })

  it.each<Kind>(['access_token', 'api_token', 'oauth'])(
    'hold nothing that writes or that no stream reads, but for webhooks: %s',
    (kind) => {
      const names = scopesOf(kind).flatMap(({ scope, streams }) => (streams[0] === 'webhooks' ? [] : scope))
      expect(names.length).toBeGreaterThan(5)
      expect(names.filter((name) => /write|delete|webhook|runner|read:user|read:account/.test(name))).toEqual(
        [],
      )
    },
  )
})

describe('the guidance', () => {
  it('tells click by click where an access token is made, and who may', () => {
    const text = read(<TokenGuide kind="access_token" />)
    expect(text).toContain('Workspace settings')
    expect(text).toContain('Create access token')
    expect(text).toContain('has to be an administrator there')
  })

  it('tells click by click where an API token is made: name, end, app, scopes, and the one look at it', () => {
    const text = read(<TokenGuide kind="api_token" />)
    const steps = [
      'Create API token with scopes',
      'choose when it expires',
      'Bitbucket as the app',
      'this once',
    ]
    const places = steps.map((step) => text.indexOf(step))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  it('says that menus move and that a sync takes longer the more there is, and lets people choose when', () => {
    expect(read(<TokenGuide kind="access_token" />)).toContain('Bitbucket moves its menus now and then')
    const rhythm = read(<Form>{(form) => <RhythmFields form={form} possible={null} />}</Form>)
    expect(rhythm).toContain('the more that is, the longer it takes')
  })

  it('says of each way who it is for, and which is recommended', () => {
    expect(ways.map(({ id }) => id)).toEqual(['access_token', 'api_token', 'oauth', 'app_password'])
    expect(way('access_token')).toMatch(/^Access token, Recommended: .*Premium plan.*several read faster/)
    expect(way('api_token')).toMatch(/^API token, Recommended without Premium: .*the free one too/)
    expect(way('api_token')).toContain('Other products call this basic auth')
    expect(way('app_password')).toMatch(/^App password, Ended: /)
  })

  it('advises several access tokens, and an account made for the purpose for API tokens', () => {
    const fields = (kind: Kind) =>
      read(<Form>{(form) => <WhoFields form={form} kind={kind} refused={false} />}</Form>)
    expect(fields('access_token')).toMatch(/Several by comma or line: .* two read twice as fast/)
    expect(fields('api_token')).toContain(
      'those of one account share one allowance. An account made for this',
    )
    expect(fields('api_token')).toContain('E-mail address')
    expect(fields('access_token')).not.toContain('E-mail address')
  })

  it('tells when app passwords ended, what they needed, where the user name stood, and what follows', () => {
    const text = read(<AppPassword />)
    expect(text).toContain('9 September 2025 No new ones could be made.')
    expect(text).toMatch(/9 June 2026 .*28 July 2026 All of them ended\./)
    expect(text).toContain('Account, Projects, Repositories, Pull requests, Pipelines and Issues: Read.')
    expect(text).toContain('Repositories: Admin, for branch restrictions.')
    expect(text).toMatch(/Username .*Account settings, Bitbucket profile settings/)
    expect(text).toMatch(/Use an API token Use an access token/)
    expect(text).toMatch(/press Replace and enter an API token: it is tried first/)
    expect(text).toContain('Create API token with scopes')
  })

  it('tells what Bitbucket allows in an hour, by who asks and for what', () => {
    const text = read(<Form>{(form) => <RateField form={form} />}</Form>)
    expect(text).toContain('from 1 to 60,000')
    expect(text).toMatch(/API tokens and apps 1,000 Access tokens 1,000; .*10,000 Raw files 5,000 Git 60,000/)
  })
})

it('says what each answer to the commands by hand means, and how they carry the token', () => {
  const check: Check = {
    ...{ label: 'Backfill', workspace: 'acme', outcome: 'invalid_credentials', detail: null, missing: [] },
    ...{ credential_id: '1', repositories: null, clock_ahead_seconds: null, meanings: [] },
    commands: [{ what: 'Repositories', command: 'curl -i' }],
  }
  const text = read(<Checks checks={[check]} tried={() => null} />)
  expect(text).toContain('401: the token is wrong or has ended.')
  expect(text).toContain('403: it lacks a scope.')
  expect(text).toContain('404, or an empty list: it cannot see the workspace.')
  expect(text).toContain('An access token goes in as Bearer')
  expect(text).toContain('the token as they are: curl encodes them')
})
