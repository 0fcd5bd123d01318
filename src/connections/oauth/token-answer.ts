import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'
import type { OpenApp } from './apps.ts'

/** Tokens as the source gave them out. */
export interface Tokens {
  readonly accessToken: string
  /** Works once: the answer that renews the access token brings the next one. */
  readonly refreshToken: string | null
  readonly seconds: number
  readonly scopes: readonly string[] | null
}

/** An answer of the token endpoint, whatever its status. */
export interface TokenAnswer {
  readonly status: number
  readonly body: unknown
}

/** Sends one form to the app's token endpoint; throws `source_unreachable` and the like when no answer came. */
export type AskTokens = (app: OpenApp, form: Readonly<Record<string, string>>) => Promise<TokenAnswer>

const visible = '^[\\x21-\\x7e]{1,4000}$'
const Given = Type.Object({
  access_token: Type.String({ pattern: visible }),
  refresh_token: Type.Optional(Type.String({ pattern: visible })),
  // The documentation says one hour where recorded answers say two: what the answer says counts.
  expires_in: Type.Integer({ minimum: 1 }),
  scopes: Type.Optional(Type.String()),
})

/** The tokens of an answer; throws what a refusal means: `oauth_app_refused` when it is the app that is not known. */
export function readTokenAnswer({ status, body }: TokenAnswer): Tokens {
  if (Value.Check(Given, body)) {
    return {
      accessToken: body.access_token,
      refreshToken: body.refresh_token ?? null,
      seconds: body.expires_in,
      scopes: body.scopes?.split(/[\s,]+/).filter((scope) => scope !== '') ?? null,
    }
  }
  const { error, error_description: description } = Object(body) as Record<string, unknown>
  if (typeof error !== 'string') {
    throw new Failure('source_unreadable', {
      detail: 'The token endpoint answered without tokens.',
      data: { status },
    })
  }
  const said = typeof description === 'string' ? description : error
  throw new Failure(error === 'invalid_client' ? 'oauth_app_refused' : 'oauth_refused', {
    detail: `Bitbucket said: ${said.slice(0, 300)}${/[.!?]$/.test(said) ? '' : '.'}`,
    data: { status, error: error.slice(0, 100) },
  })
}
