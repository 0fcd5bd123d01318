import { consumer } from './connection.ts'
import type { Credentials, TestServer } from './server.ts'

/** What the browser does at Bitbucket, with the address it is sent back to: where it grants, or cancels. */
export async function decide(authorizeUrl: string, decision: 'grant' | 'cancel' = 'grant'): Promise<string> {
  const asked = new URL(authorizeUrl)
  const { account } = await consumer()
  const form = new URLSearchParams({ ...Object.fromEntries(asked.searchParams), decision })
  form.set('account', account ?? '')
  const url = `${asked.origin}${asked.pathname}`
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' })
  const back = new URL(answer.headers.get('location') ?? '')
  return back.pathname + back.search
}

export interface Started {
  readonly id: string
  readonly authorizeUrl: string
  /** Cookie of the browser the grant was started in. */
  readonly cookie: string
}

export async function start(house: TestServer, as: Credentials): Promise<Started> {
  const answer = await house.send(
    { method: 'POST', url: '/api/v1/oauth-grants', body: { connector: 'bitbucket-cloud' } },
    as,
  )
  if (answer.statusCode !== 201) throw new Error(answer.body)
  const { id, authorize_url } = answer.json()
  const [set] = [answer.headers['set-cookie']].flat().filter((line) => line?.startsWith('windlass-grant='))
  return { id, authorizeUrl: authorize_url, cookie: set?.split(';')[0] ?? '' }
}

/** Comes back from another site: the session's cookie stays behind, that of the grant comes along. */
export const comeBack = (house: TestServer, url: string, cookie: string) =>
  house.send({ url, headers: { accept: 'text/html', cookie } })

/** A grant that is finished. */
export async function grant(house: TestServer, as: Credentials): Promise<string> {
  const { id, authorizeUrl, cookie } = await start(house, as)
  await comeBack(house, await decide(authorizeUrl), cookie)
  return id
}
