import type { Config } from '../../config.ts'
import type { OpenApp } from '../../connections/oauth/apps.ts'
import { readTokenAnswer } from '../../connections/oauth/token-answer.ts'
import { Failure } from '../../errors.ts'
import { tokenEndpoint } from './token-endpoint.ts'

/**
 * Finds out whether key and secret belong together, before they are stored: asked for a token of its own, Bitbucket
 * tells a consumer it does not know from one that may not have one, which is none of our business.
 */
export async function tryApp(config: Config, app: OpenApp): Promise<void> {
  const answer = await tokenEndpoint(config)(app, { grant_type: 'client_credentials' })
  try {
    readTokenAnswer(answer)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (error.code === 'oauth_refused') return
    if (error.code !== 'oauth_app_refused') throw error
    const message = 'Bitbucket does not know this key with this secret: copy both again from the consumer.'
    const problems = [{ path: 'client_secret', message }]
    throw new Failure('invalid_input', { detail: message, data: { problems }, cause: error })
  }
}
