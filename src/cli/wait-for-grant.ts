import { setTimeout as pause } from 'node:timers/promises'
import { callbackUrl } from '../api/oauth-callback.ts'
import type { DraftCredential } from '../connections/entered/tokens.ts'
import type { KeyRing } from '../connections/key-ring.ts'
import { draftOfGrant } from '../connections/oauth/draft.ts'
import { getGrant, refuseGrant, startGrant } from '../connections/oauth/grants.ts'
import type { Db } from '../db/pool.ts'
import { Failure } from '../errors.ts'
import type { Context } from './command.ts'
import { serverUrl } from './installation/run-state.ts'

const pollMs = 500

/**
 * Prints the address under which access is granted, and waits until it is, was refused, or ran out. Interrupted, it
 * ends the grant: nobody waits for it any more. The browser comes back to the server, which has to run.
 */
export async function waitForGrant(
  { config, out }: Pick<Context, 'config' | 'out'>,
  db: Db,
  keyRing: KeyRing,
): Promise<DraftCredential> {
  const base = config.publicUrl ?? config.serverUrl ?? serverUrl(config.dataDirectory)
  const nobody = { personId: null, sessionId: null, browser: null }
  const redirectUri = callbackUrl(base.replace(/\/+$/, ''))
  const { grant, url } = await startGrant(db, { connector: 'bitbucket-cloud', redirectUri, ...nobody })
  const interrupted = new AbortController()
  const onSignal = () => interrupted.abort()
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  out.note(`Open this address in a browser and grant access, within ten minutes:\n\n  ${url}\n`)
  try {
    return await granted(db, keyRing, grant.id, interrupted.signal)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

async function granted(
  db: Db,
  keyRing: KeyRing,
  id: string,
  interrupted: AbortSignal,
): Promise<DraftCredential> {
  for (;;) {
    const { outcome, refusal, expires_at } = await getGrant(db, id, null)
    if (outcome === 'granted') return draftOfGrant(db, keyRing, { id, personId: null })
    if (outcome === 'refused') throw new Failure('oauth_grant_invalid', { detail: refusal ?? '' })
    if (expires_at <= new Date())
      throw new Failure('oauth_grant_invalid', { detail: 'Nobody granted access.' })
    if (interrupted.aborted) {
      await refuseGrant(db, id, 'The command that waited for it was stopped.')
      throw new Failure('oauth_grant_invalid', { detail: 'Stopped; nothing was stored.' })
    }
    await pause(pollMs, undefined, { signal: interrupted }).catch(() => {})
  }
}
