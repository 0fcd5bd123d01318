import { type Answer, html, json, redirect } from '../http/answer.ts'
import type { Credential, CredentialStore } from './credentials.ts'

// Recorded answers say two hours where the prose says one; a client has to read `expires_in`.
const accessTokenSeconds = 7200
const codeSeconds = 600

type Code = {
  readonly consumer: Credential
  readonly account: string
  readonly redirect: string
  readonly until: number
}
export type Grantor = { readonly uuid: string; readonly displayName: string }

export type OAuth = {
  authorize(query: URLSearchParams): Answer
  grant(form: URLSearchParams): Answer
  accessToken(authorization: string | undefined, form: URLSearchParams): Answer
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`)
}

function page(consumer: Credential, query: URLSearchParams, people: readonly Grantor[]): string {
  const hidden = ['client_id', 'redirect_uri', 'state']
    .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(query.get(name) ?? '')}">`)
    .join('')
  const options = people
    .map((one) => `<option value="${escapeHtml(one.uuid)}">${escapeHtml(one.displayName)}</option>`)
    .join('')
  const scopes = consumer.scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('')
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Confirm access to your account</title>
<h1>Confirm access to your account</h1>
<p><strong>${escapeHtml(consumer.label)}</strong> is requesting access to the following:</p><ul>${scopes}</ul>
<form method="post" action="/site/oauth2/authorize">${hidden}
<p><label>Signed in as <select name="account">${options}</select></label></p>
<button name="decision" value="grant">Grant access</button>
<button name="decision" value="cancel">Cancel</button></form></html>`
}

function failure(error: string, description: string): Answer {
  return json(error === 'invalid_client' ? 401 : 400, { error_description: description, error })
}

export function createOAuth(
  store: CredentialStore,
  people: (consumer: Credential) => readonly Grantor[],
  now: () => number,
): OAuth {
  const codes = new Map<string, Code>()
  const consumerOf = (key: string | null) =>
    store.all().find((one) => one.kind === 'oauth_consumer' && one.consumer === key && !one.revoked)

  function callback(target: string, answers: Record<string, string | null>): Answer {
    const url = new URL(target)
    for (const [name, value] of Object.entries(answers)) if (value) url.searchParams.set(name, value)
    return redirect(302, url.href)
  }
  function tokens(consumer: Credential, account: string | null, refreshable: boolean): Answer {
    const refreshToken = refreshable ? store.mint(18) : null
    const token = store.issue({
      kind: 'oauth_access_token',
      label: `${consumer.label} token`,
      scopes: [...consumer.scopes],
      account,
      consumer: consumer.consumer,
      refreshToken,
      expiresAt: now() + accessTokenSeconds * 1000,
    })
    return json(200, {
      access_token: token.secret,
      scopes: token.scopes.join(' '),
      token_type: 'bearer',
      expires_in: accessTokenSeconds,
      ...(refreshToken === null ? {} : { refresh_token: refreshToken, state: 'authorization_code' }),
    })
  }
  function client(authorization: string | undefined, form: URLSearchParams): Credential | undefined {
    const [scheme, encoded] = (authorization ?? '').split(' ')
    const plain = scheme?.toLowerCase() === 'basic' ? Buffer.from(encoded ?? '', 'base64').toString() : ''
    const colon = plain.indexOf(':')
    const key = colon > 0 ? decodeURIComponent(plain.slice(0, colon)) : form.get('client_id')
    const secret = colon > 0 ? decodeURIComponent(plain.slice(colon + 1)) : form.get('client_secret')
    const consumer = consumerOf(key)
    return consumer && consumer.secret === secret ? consumer : undefined
  }
  function byCode(consumer: Credential, form: URLSearchParams): Answer {
    const key = form.get('code') ?? ''
    const code = codes.get(key)
    codes.delete(key)
    if (!code || code.consumer !== consumer || code.until < now())
      return failure('invalid_grant', 'The specified code is not valid.')
    return tokens(consumer, code.account, true)
  }
  function byRefreshToken(consumer: Credential, form: URLSearchParams): Answer {
    const key = form.get('refresh_token') ?? ''
    const held = store.byRefreshToken(key)
    if (!held || held.revoked || held.consumer !== consumer.consumer)
      return failure('invalid_grant', 'Invalid refresh_token')
    store.retire(key)
    return tokens(consumer, held.account, true)
  }
  return {
    authorize(query) {
      const consumer = consumerOf(query.get('client_id'))
      if (!consumer) return html(400, '<h1>Invalid client_id</h1>')
      if (query.get('response_type') !== 'code') return html(400, '<h1>Invalid response_type</h1>')
      return html(200, page(consumer, query, people(consumer)))
    },
    grant(form) {
      const consumer = consumerOf(form.get('client_id'))
      const target = form.get('redirect_uri') ?? ''
      if (!consumer || !URL.canParse(target)) return html(400, '<h1>Invalid redirect_uri</h1>')
      const state = form.get('state')
      if (form.get('decision') !== 'grant') return callback(target, { error: 'access_denied', state })
      const account = form.get('account') ?? consumer.account
      if (!people(consumer).some((one) => one.uuid === account)) return html(400, '<h1>Unknown account</h1>')
      const code = store.mint(18)
      const until = now() + codeSeconds * 1000
      codes.set(code, { consumer, account: account ?? '', redirect: target, until })
      return callback(target, { code, state })
    },
    accessToken(authorization, form) {
      const consumer = client(authorization, form)
      if (!consumer) return failure('invalid_client', 'Invalid OAuth client credentials')
      const grant = form.get('grant_type')
      if (grant === 'authorization_code') return byCode(consumer, form)
      if (grant === 'refresh_token') return byRefreshToken(consumer, form)
      if (grant === 'client_credentials') return tokens(consumer, consumer.account, true)
      return failure('unsupported_grant_type', 'Unsupported grant type')
    },
  }
}
