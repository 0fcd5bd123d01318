import { Type } from '@sinclair/typebox'
import { ingestedOfEntities } from '../../catalog/discovery/ingested.ts'
import { inFile, listNamedRepositories } from '../../catalog/entities/named-repositories.ts'
import {
  type Build,
  deploymentDaysOf,
  deploymentsOf,
  pipelinesOf,
} from '../../catalog/entities/read/builds.ts'
import { activityOf, eventsOf, type Happened } from '../../catalog/entities/read/events.ts'
import { asYaml, portable } from '../../catalog/entities/read/files.ts'
import { graphOf } from '../../catalog/entities/read/graph.ts'
import { entityIdOf, readEntity } from '../../catalog/entities/read/one.ts'
import {
  countPullRequests,
  type PullRequest,
  pullRequestsOf,
} from '../../catalog/entities/read/pull-requests.ts'
import { type RepositoryFacts, repositoryFactsOf } from '../../catalog/entities/read/repository-facts.ts'
import { type Source, sourcesOf } from '../../catalog/entities/read/sources.ts'
import type { Walked } from '../../catalog/entities/read/walk.ts'
import type { Db } from '../../db/pool.ts'
import { entityParts as resource } from '../contract/entity-parts.ts'
import { page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

/** A moment as PostgreSQL writes it, and what tells apart what happened then. */
const byMoment = Type.Tuple([
  Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d [\\d:.]+\\+00$' }),
  Type.String({ maxLength: 100 }),
])
const recently = 10
const days = 30

export const entityParts = implement(resource, {
  sources: async ({ db, params }) => ({
    items: (await sourcesOf(db, await idOf(db, params))).map(sourceOf),
  }),

  yaml: async ({ db, params }) => {
    const entity = await readEntity(db, params)
    const ingested = (await ingestedOfEntities(db, [entity.id])).get(entity.id)
    const named = (await listNamedRepositories(db, entity.id)).map(inFile)
    const text = asYaml({ ...portable(entity), ...(named.length === 0 ? {} : { repositories: named }) })
    return { text, ingested: ingested ? asYaml({ ...ingested }) : null }
  },

  graph: async ({ db, params, query: { hops = 2 } }) => graphOf(db, await idOf(db, params), hops),

  activity: async ({ db, params }) => ({
    items: (await activityOf(db, await idOf(db, params), recently)).map(happenedOf),
  }),

  repositories: async ({ db, params }) => ({
    items: (await repositoryFactsOf(db, await idOf(db, params))).map(factsOf),
  }),

  events: async ({ db, params, query }) => {
    const { limit = 50, ...paging } = pagingOf('events', query)
    const rows = await eventsOf(db, await idOf(db, params), { ...paging, limit: limit + 1 })
    return page('events', rows, { limit, place: momentOf, item: happenedOf })
  },

  pullRequests: async ({ db, params, query: { state, ...query } }) => {
    const { limit = 50, ...paging } = pagingOf('pull-requests', query)
    const id = await idOf(db, params)
    const rows = await pullRequestsOf(db, id, { state, ...paging, limit: limit + 1 })
    const counts = await countPullRequests(db, id)
    return {
      ...page('pull-requests', rows, { limit, place: momentOf, item: pullRequestOf }),
      counts: [...counts].map(([name, count]) => ({ state: name, count })),
    }
  },

  pipelines: async ({ db, params, query }) => {
    const { limit = 50, ...paging } = pagingOf('pipelines', query)
    const rows = await pipelinesOf(db, await idOf(db, params), { ...paging, limit: limit + 1 })
    return page('pipelines', rows, { limit, place: momentOf, item: buildOf })
  },

  deployments: async ({ db, params, query: { environment, ...query } }) => {
    const { limit = 50, ...paging } = pagingOf('deployments', query)
    const id = await idOf(db, params)
    const rows = await deploymentsOf(db, id, { environment, ...paging, limit: limit + 1 })
    return page('deployments', rows, { limit, place: momentOf, item: buildOf })
  },

  deploymentDays: async ({ db, params, query: { environment } }) => {
    const found = await deploymentDaysOf(db, await idOf(db, params), { environment, days })
    return { items: found.days, environments: found.environments }
  },
})

function idOf(db: Db, params: { blueprint: string; identifier: string }): Promise<string> {
  return entityIdOf(db, params.blueprint, params.identifier)
}

function pagingOf(list: string, { cursor, limit }: { cursor?: string; limit?: number }) {
  return { before: readCursor(list, byMoment, cursor), limit }
}

function momentOf({ moment, place }: Walked) {
  return [moment, place]
}

function placeOf({ repository, repository_url }: Walked) {
  return { full_name: repository, url: repository_url }
}

function sourceOf({ id: _, updated_at, gone_at, errors, believed, ...source }: Source) {
  return {
    ...{ ...source, errors, believed },
    updated_at: updated_at.toISOString(),
    gone_at: gone_at?.toISOString() ?? null,
  }
}

function happenedOf(happened: Happened) {
  const { kind, at, title, who, hash, path, repository_url } = happened
  return {
    ...{ kind, title, who, hash, at: at.toISOString(), repository: placeOf(happened) },
    url: repository_url + path,
  }
}

function factsOf({ commits, releases, updated_on, ...facts }: RepositoryFacts) {
  const ofCommit = (hash: string) => `${facts.url}/commits/${hash}`
  return {
    ...facts,
    updated_on: updated_on?.toISOString() ?? null,
    commits: commits.map(({ at, ...commit }) => ({
      ...commit,
      at: at.toISOString(),
      url: ofCommit(commit.hash),
    })),
    releases: releases.map(({ at, ...release }) => ({
      ...{ ...release, at: at?.toISOString() ?? null },
      url: ofCommit(release.hash),
    })),
  }
}

function pullRequestOf(found: PullRequest) {
  const { number, title, state, draft, author, source_branch, destination_branch, created_on, at } = found
  return {
    ...{ number, title, state, draft, author, source_branch, destination_branch },
    ...{ created_on: created_on.toISOString(), updated_on: at.toISOString(), repository: placeOf(found) },
    url: `${found.repository_url}/pull-requests/${number}`,
  }
}

function buildOf(build: Build) {
  const { number, branch, commit, result, seconds, who, environment, at, path, repository_url } = build
  return {
    ...{ number, branch, commit, result, seconds, who, environment },
    ...{ at: at.toISOString(), repository: placeOf(build), url: repository_url + path },
  }
}
