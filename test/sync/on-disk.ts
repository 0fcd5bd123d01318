import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'

interface Token {
  readonly kind: string
  readonly secret: string
  readonly workspace: string
}

/** Where the simulator answers, in this process or in another. */
type Reached = { readonly url: string }

/** The access token of each workspace. */
export async function workspaceTokens({ url }: Reached): Promise<readonly Token[]> {
  const answer = await fetch(`${url}/_sim/credentials?all`)
  const { credentials } = (await answer.json()) as { readonly credentials: readonly Token[] }
  return credentials.filter(({ kind }) => kind === 'workspace_access_token')
}

/**
 * Makes every repository on the simulator's disk, and has nobody count it: a real Bitbucket has them before anybody
 * asks.
 */
export async function materialise(simulator: Reached): Promise<number> {
  const { url } = simulator
  let made = 0
  for (const { workspace, secret } of await workspaceTokens(simulator)) {
    const authorization = `Basic ${Buffer.from(`x-token-auth:${secret}`).toString('base64')}`
    for (const name of await repositories(simulator, workspace, secret)) {
      const address = `${url}/${name}.git/info/refs?service=git-upload-pack`
      if ((await statusOf(address, { authorization, 'git-protocol': 'version=2' })) === 200) made += 1
    }
  }
  await fetch(`${url}/_sim/ledger`, { method: 'DELETE' })
  return made
}

/** Waits for as long as it takes: `fetch` gives up after five minutes, and the largest histories may take longer. */
async function statusOf(address: string, headers: Readonly<Record<string, string>>): Promise<number> {
  const [answer] = (await once(get(address, { headers }), 'response')) as [IncomingMessage]
  await once(answer.resume(), 'end')
  return answer.statusCode ?? 0
}

async function repositories({ url }: Reached, workspace: string, secret: string): Promise<string[]> {
  const names: string[] = []
  let next: string | undefined = `${url}/2.0/repositories/${workspace}?pagelen=100`
  while (next !== undefined) {
    const answer: Response = await fetch(next, { headers: { authorization: `Bearer ${secret}` } })
    const page = (await answer.json()) as { values: { full_name: string }[]; next?: string }
    names.push(...page.values.map(({ full_name }) => full_name))
    next = page.next
  }
  return names
}
