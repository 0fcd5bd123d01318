import type { Config } from '../../config.ts'
import type { OpenApp } from '../../connections/oauth/apps.ts'
import type { AskTokens, TokenAnswer } from '../../connections/oauth/token-answer.ts'
import { proxyFor } from '../../connections/proxy.ts'
import { Failure } from '../../errors.ts'
import { basic } from './credential.ts'
import { type Exchanged, exchange, unreadable } from './exchange.ts'
import { createHostGuard } from './host-guard.ts'

type TokenConfig = Pick<Config, 'proxy' | 'noProxy' | 'version' | 'allowPrivateHosts'>

/** How the endpoint is reached: as the connection it is asked for, or as the installation while there is none. */
interface TokenRoute {
  readonly proxyUrl: string | null
  readonly ca: string | null
}

/** Asks the token endpoint of an app. What it answers is counted in no allowance of the API. */
export function tokenEndpoint(
  config: TokenConfig,
  route: TokenRoute = { proxyUrl: null, ca: null },
): AskTokens {
  return async (app, form) => {
    const guard = createHostGuard(config.allowPrivateHosts)
    const url = new URL(`${app.siteUrl}/site/oauth2/access_token`)
    guard.check(url)
    const dispatcher = proxyFor(config, {
      ...(route.proxyUrl === null ? {} : { proxyUrl: route.proxyUrl }),
      ...(route.ca === null ? {} : { ca: route.ca }),
      lookup: guard.lookup,
    })
    try {
      const body = String(new URLSearchParams(form))
      const came = await exchange(dispatcher, url, headersOf(config, app), undefined, {
        method: 'POST',
        body,
      })
      if ('reason' in came) {
        const { reason, detail } = came
        throw new Failure('source_unreachable', {
          detail: `The reason: ${detail}.`,
          data: { reason, status: null },
        })
      }
      return answerOf(came)
    } finally {
      await dispatcher.close()
    }
  }
}

/** Key and secret are encoded as a form encodes them before they become a header: RFC 6749, section 2.3.1. */
function headersOf(config: TokenConfig, { clientId, clientSecret }: OpenApp) {
  return {
    accept: 'application/json',
    authorization: basic(encodeURIComponent(clientId), encodeURIComponent(clientSecret)),
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': `Windlass/${config.version}`,
  }
}

function answerOf(came: Exchanged): TokenAnswer {
  const { status, body } = came
  if (status >= 500 || status === 429) {
    throw new Failure('source_unreachable', {
      detail: `Its token endpoint answered ${status}.`,
      data: { status },
    })
  }
  try {
    return { status, body: JSON.parse(body.toString('utf8')) }
  } catch {
    // No excerpt of the body: half an answer may hold a token.
    throw unreadable('The token endpoint did not answer in JSON.', Buffer.alloc(0), status)
  }
}
