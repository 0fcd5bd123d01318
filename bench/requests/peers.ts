import type { ClosableWorld } from '../../simulator/world/world.ts'

/** What there is to read in one repository. */
interface Counts {
  readonly pullRequests: number
  readonly commits: number
  readonly pipelines: number
  readonly deployments: number
}

/** Requests by template, as the ledger of the simulator names them. */
export type Requests = Readonly<Record<string, number>>

const of = (path: string) => `GET /repositories/{workspace}/{repo_slug}${path}`
const pages = (items: number, size: number) => Math.max(1, Math.ceil(items / size))

/**
 * What two others would ask this world for in a full sync, by the requests that their sources make: both ask once or
 * twice for each pull request, and one of them once for each pipeline.
 */
export const peers: Readonly<Record<string, (world: ClosableWorld) => Requests>> = {
  Faros: (world) => ({
    'GET /workspaces/{workspace}': world.workspaces.length,
    ...perWorkspace(world),
    ...sum(world, ({ pullRequests, commits }) => ({
      [of('/commits')]: pages(commits, 100),
      [of('/pullrequests')]: pages(pullRequests, 10),
      [of('/pullrequests/{pull_request_id}/diffstat')]: pullRequests,
      [of('/pullrequests/{pull_request_id}/activity')]: pullRequests,
    })),
  }),
  DevLake: (world) =>
    sum(world, ({ pullRequests, pipelines, deployments }) => ({
      [of('')]: 1,
      [of('/pullrequests')]: pages(pullRequests, 50),
      [of('/pullrequests/{pull_request_id}/comments')]: pullRequests,
      [of('/pullrequests/{pull_request_id}/commits')]: pullRequests,
      [of('/pipelines')]: pages(pipelines, 50),
      [of('/pipelines/{pipeline_uuid}/steps')]: pipelines,
      [of('/deployments')]: pages(deployments, 50),
    })),
}

function perWorkspace(world: ClosableWorld): Requests {
  const each = world.workspaces.map(({ uuid }) => uuid)
  const total = (size: (uuid: string) => number) =>
    each.reduce((requests, uuid) => requests + pages(size(uuid), 100), 0)
  return {
    'GET /repositories/{workspace}': total((uuid) => world.repositories(uuid).length),
    'GET /workspaces/{workspace}/members': total((uuid) => world.members(uuid).length),
  }
}

function sum(world: ClosableWorld, requests: (counts: Counts) => Requests): Requests {
  const total: Record<string, number> = {}
  for (const { uuid } of world.workspaces.flatMap((workspace) => world.repositories(workspace.uuid))) {
    const { pullRequests, pipelines, deployments } = world.life(uuid)
    const counts = {
      pullRequests: pullRequests.length,
      commits: world.repository(uuid)?.counts.commits ?? 0,
      pipelines: pipelines.length,
      deployments: deployments.length,
    }
    for (const [template, count] of Object.entries(requests(counts)))
      total[template] = (total[template] ?? 0) + count
  }
  return total
}
