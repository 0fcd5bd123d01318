/**
 * What any correct collector must know of a world, entity by entity, one canonical JSON line per fact. Lines come in a
 * stable order and are made while they are read: the largest world can be exported without holding it.
 *
 * Everything is keyed by Bitbucket's own identity (uuids, pull request numbers, hashes) and dates are ISO with
 * microseconds. A repository that answers 403 is listed, and nothing inside it can be known.
 */
import type { Content } from '../world/content/content.ts'
import type { Repository } from '../world/model.ts'
import type { ClosableWorld } from '../world/world.ts'
import { canonical } from './canonical.ts'
import * as code from './code.ts'
import * as delivery from './delivery.ts'
import * as people from './people.ts'
import * as reviews from './reviews.ts'

type Fact = Record<string, unknown>
type OfWorld = (world: ClosableWorld) => Iterable<Fact>
type OfRepository = (content: Content, repository: Repository, world: ClosableWorld) => Iterable<Fact>

const WORLD: Readonly<Record<string, OfWorld>> = {
  workspaces: people.workspaces,
  accounts: people.accounts,
  members: people.members,
  projects: people.projects,
  repositories: people.repositories,
}

const INSIDE: Readonly<Record<string, OfRepository>> = {
  branches: code.branches,
  tags: code.tags,
  commits: code.commits,
  files: code.files,
  branch_restrictions: code.branchRestrictions,
  pull_requests: reviews.pullRequests,
  participants: reviews.participants,
  activity: reviews.activity,
  comments: reviews.comments,
  tasks: reviews.tasks,
  pull_request_commits: reviews.pullRequestCommits,
  pull_request_sizes: reviews.pullRequestSizes,
  pipelines: delivery.pipelines,
  steps: delivery.steps,
  environments: delivery.environments,
  deployments: delivery.deployments,
  commit_statuses: delivery.commitStatuses,
  issues: delivery.issues,
  issue_comments: delivery.issueComments,
}

export const oracleEntities: readonly string[] = [...Object.keys(WORLD), ...Object.keys(INSIDE)]

export function* exportOracle(world: ClosableWorld, entity: string): Iterable<string> {
  const ofWorld = WORLD[entity]
  const ofRepository = INSIDE[entity]
  if (ofWorld !== undefined) for (const fact of ofWorld(world)) yield canonical(fact)
  else if (ofRepository === undefined) throw new RangeError(`the oracle knows nothing of ${entity}`)
  else
    for (const repository of readable(world)) {
      for (const fact of ofRepository(world.inner(repository.uuid), repository, world)) {
        yield canonical({ repository: repository.uuid, ...fact })
      }
    }
}

/** In order of uuid within each workspace: renames and moves do not shuffle lines. */
function readable(world: ClosableWorld): Repository[] {
  return world.workspaces
    .flatMap((workspace) =>
      [...world.repositories(workspace.uuid)].sort((a, b) => (a.uuid < b.uuid ? -1 : 1)),
    )
    .filter((repository) => !repository.isForbidden)
}
