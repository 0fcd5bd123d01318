import { Buffer } from 'node:buffer'
import type { Program } from '../parts/program.ts'

interface Token {
  readonly kind: string
  readonly secret: string
  readonly workspace: string
}

/** A request that reached the simulator. */
interface Asked {
  readonly template: string
  readonly class: string
}

const shown = async <T>({ url }: Program, path: string): Promise<T> => {
  const answer = await fetch(`${url}/_sim${path}`)
  if (!answer.ok) throw new Error(`${answer.status} ${path}`)
  return (await answer.json()) as T
}

/** The access token of each workspace. */
export async function workspaceTokens(program: Program): Promise<readonly Token[]> {
  const { credentials } = await shown<{ credentials: readonly Token[] }>(program, '/credentials?all')
  return credentials.filter(({ kind }) => kind === 'workspace_access_token')
}

/** Makes every repository on the simulator's disk: a real Bitbucket has them before anybody asks. */
export async function materialise(program: Program, tokens: readonly Token[]): Promise<number> {
  let made = 0
  for (const { workspace, secret } of tokens) {
    const authorization = `Basic ${Buffer.from(`x-token-auth:${secret}`).toString('base64')}`
    for (const name of await repositories(program, workspace, secret)) {
      const address = `${program.url}/${name}.git/info/refs?service=git-upload-pack`
      await (await fetch(address, { headers: { authorization } })).arrayBuffer()
      made += 1
    }
  }
  await fetch(`${program.url}/_sim/ledger`, { method: 'DELETE' })
  return made
}

async function repositories({ url }: Program, workspace: string, secret: string): Promise<string[]> {
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

/** What was asked of the API since, in order. */
export async function askedOfTheApi(program: Program): Promise<readonly Asked[]> {
  const { entries } = await shown<{ entries: readonly Asked[] }>(program, '/ledger/entries?last=200000')
  return entries.filter((entry) => entry.class === 'api')
}
