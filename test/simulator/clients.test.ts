// Clients that others wrote, as they come from npm: what they rely on is what Bitbucket does.
import { createRequire } from 'node:module'
import { BitbucketCloudClient } from '@backstage/plugin-bitbucket-cloud-common'
import { createBitbucketCloudClient } from '@coderabbitai/bitbucket/cloud'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Repository } from '../../simulator/world/model.ts'
import { membersOf, type Running, start, valuesOf } from './harness.ts'

interface Listing {
  readonly values?: readonly { readonly name?: string }[]
  readonly size?: number
  readonly id?: number
}

type Call = (parameters: object) => Promise<{ data: Listing }>

/** What is used of the client: its own types are sources that our compiler settings refuse. */
interface BitbucketClient {
  readonly repositories: { list: Call; get: Call }
  readonly pullrequests: Record<'list' | 'get' | 'listComments' | 'listCommits' | 'listActivities', Call>
  readonly pipelines: { list: Call; listSteps: Call }
  readonly refs: { listBranches: Call }
  hasNextPage(page: Listing): boolean
  getNextPage(page: Listing): Promise<{ data: Listing }>
}

const { Bitbucket }: { Bitbucket: new (options: object) => BitbucketClient } = createRequire(import.meta.url)(
  'bitbucket',
)

describe('independent clients', () => {
  let running: Running
  let place: Repository
  beforeAll(async () => {
    running = await start()
    place = running.repository((one) => one.counts.pullRequests > 30 && one.pipelinesEnabled)
  })
  afterAll(() => running?.stop())

  const content = () => running.simulator.world.content(place.uuid)
  const visible = () => running.simulator.world.repositories(place.workspace)

  describe('bitbucket', () => {
    const client = () =>
      new Bitbucket({ baseUrl: `${running.url}/2.0`, auth: { token: running.token }, notice: false })
    const where = () => ({ workspace: running.workspace, repo_slug: place.slug })

    test('lists repositories page by page', async () => {
      const bitbucket = client()
      let { data } = await bitbucket.repositories.list({ workspace: running.workspace, pagelen: 10 })
      const slugs = (data.values ?? []).map((one) => one.name)
      while (bitbucket.hasNextPage(data)) {
        const next = await bitbucket.getNextPage(data)
        data = next.data
        slugs.push(...(data.values ?? []).map((one) => one.name))
      }
      expect(slugs.toSorted()).toEqual(
        visible()
          .map(({ name }) => name)
          .toSorted(),
      )
    })
    test('asks for reviewers with an escaped plus sign', async () => {
      const { data } = await client().pullrequests.list({
        ...where(),
        q: 'id > 0',
        fields: '+values.reviewers',
      })
      expect(data.values?.[0]).toHaveProperty('reviewers')
      expect(data.size).toBe(content().pullRequests.length)
    })
    test('reads a pull request, its activity, comments and commits', async () => {
      const id = content().pullRequests.find(({ commentCount }) => commentCount > 0)?.id ?? 0
      const bitbucket = client()
      const one = { ...where(), pull_request_id: id }
      expect((await bitbucket.pullrequests.get(one)).data.id).toBe(id)
      const { data: comments } = await bitbucket.pullrequests.listComments(one)
      expect(comments.values?.length).toBeGreaterThan(0)
      const { data: commits } = await bitbucket.pullrequests.listCommits(one)
      expect(valuesOf(commits).length).toBe(Math.min(10, content().pullRequestCommits(id).length))
      const { data: activity } = await bitbucket.pullrequests.listActivities(one)
      expect(valuesOf(activity).length).toBeGreaterThan(0)
    })
    test('lists pipelines without their slash where that is offered, their steps and branches', async () => {
      const bitbucket = client()
      await expect(bitbucket.pipelines.list(where())).rejects.toMatchObject({ status: 404 })
      await running.control('/settings', {
        method: 'PUT',
        body: JSON.stringify({ trailingSlash: 'optional' }),
      })
      const { data } = await bitbucket.pipelines.list(where())
      expect(data.size).toBe(content().pipelines.length)
      const { data: steps } = await bitbucket.pipelines.listSteps({
        ...where(),
        pipeline_uuid: content().pipelines[0]?.uuid ?? '',
      })
      expect(steps.values?.length).toBeGreaterThan(0)
      const { data: branches } = await bitbucket.refs.listBranches({ ...where(), pagelen: 100 })
      expect(branches.values?.length).toBe(content().branches.length)
    })
    test('meets an error as an error', async () => {
      const missing = client().repositories.get({ workspace: running.workspace, repo_slug: 'nowhere' })
      await expect(missing).rejects.toMatchObject({ status: 404 })
    })
  })

  describe('@coderabbitai/bitbucket', () => {
    test('reads a repository and its pull requests with types made from the official document', async () => {
      const client = createBitbucketCloudClient({
        baseUrl: `${running.url}/2.0`,
        headers: { Authorization: `Bearer ${running.token}` },
      })
      const path = { workspace: running.workspace, repo_slug: place.slug }
      const { data } = await client.GET('/repositories/{workspace}/{repo_slug}', { params: { path } })
      expect(data?.uuid).toBe(place.uuid)
      const { data: page } = await client.GET('/repositories/{workspace}/{repo_slug}/pullrequests', {
        params: { path, query: { state: 'MERGED' } },
      })
      expect(page?.values?.every(({ state }) => state === 'MERGED')).toBe(true)
      const { response } = await client.GET('/repositories/{workspace}/{repo_slug}', {
        params: { path: { ...path, repo_slug: 'nowhere' } },
      })
      expect(response.status).toBe(404)
    })
  })

  describe('@backstage/plugin-bitbucket-cloud-common', () => {
    const client = () => {
      const held = running.simulator.simulation.credentials.all().find((one) => one.kind === 'api_token')
      return BitbucketCloudClient.fromConfig({
        host: 'bitbucket.org',
        apiBaseUrl: `${running.url}/2.0`,
        username: held?.email ?? '',
        token: held?.secret ?? '',
      })
    }
    test('walks repositories and projects', async () => {
      const names: unknown[] = []
      for await (const one of client().listRepositoriesByWorkspace(running.workspace).iterateResults())
        names.push(one.full_name)
      expect(names).toHaveLength(visible().length)
      const keys: unknown[] = []
      for await (const one of client().listProjectsByWorkspace(running.workspace).iterateResults())
        keys.push(membersOf(one).key)
      expect(keys.toSorted()).toEqual(
        running.simulator.world
          .projects(place.workspace)
          .map(({ key }) => key)
          .toSorted(),
      )
    })
    test('searches code', async () => {
      const found: unknown[] = []
      const search = client().searchCode(running.workspace, `"readme" repo:${place.slug}`, {
        fields: '+values.file.commit.repository.full_name',
      })
      for await (const one of search.iterateResults()) found.push(one.file?.commit?.repository?.full_name)
      expect(new Set(found)).toEqual(new Set([`${running.workspace}/${place.slug}`]))
    })
  })
})
