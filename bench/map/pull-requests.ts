import { type Simulator, startSimulator } from '../../simulator/server.ts'
import type { Json } from '../../src/catalog/jq/json.ts'
import { moreFields } from '../../src/connectors/bitbucket-cloud/pull-requests.ts'

/** So many pull requests as a listing shows them: those of a world, again and again under other numbers. */
export async function pullRequestRecords(count: number): Promise<Json[]> {
  const simulator = await startSimulator({ size: 'demo', limits: false })
  try {
    const some = await listed(simulator)
    if (some.length === 0) throw new RangeError('the world has no pull requests')
    return Array.from({ length: count }, (_, at) => {
      const record = structuredClone(some[at % some.length]) as { id: number }
      return { ...record, id: at + 1 } as Json
    })
  } finally {
    await simulator.close()
  }
}

async function listed({ world, simulation, url }: Simulator): Promise<Json[]> {
  const found: Json[] = []
  for (const workspace of world.workspaces) {
    const token = simulation.credentials
      .all()
      .find((one) => one.kind === 'workspace_access_token' && one.reach?.workspace === workspace.uuid)
    const readable = world.repositories(workspace.uuid).filter(({ isForbidden }) => !isForbidden)
    for (const { slug } of readable) {
      const query = new URLSearchParams({
        pagelen: '50',
        q: 'state IN ("OPEN", "MERGED", "DECLINED", "SUPERSEDED")',
        fields: moreFields.map((field) => `+values.${field}`).join(','),
      })
      const page = await fetch(`${url}/2.0/repositories/${workspace.slug}/${slug}/pullrequests?${query}`, {
        headers: { authorization: `Bearer ${token?.secret}` },
      })
      const { values = [] } = (await page.json()) as { values?: Json[] }
      found.push(...values)
    }
  }
  return found
}
