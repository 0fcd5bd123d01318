import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ClosableWorld, createWorld } from '../world/world.ts'
import { exportOracle, oracleEntities } from './export.ts'
import { floor } from './floor.ts'

let world: ClosableWorld

beforeAll(() => {
  world = createWorld({ size: 'XS', seed: 5, today: '2026-11-21' })
})

afterAll(() => world.close())

function facts(entity: string): Record<string, unknown>[] {
  return [...exportOracle(world, entity)].map((line) => JSON.parse(line))
}

/** The rule of the design, counted a second way: from the exported lines alone. */
function countedByHand() {
  const forbidden = new Set(
    facts('repositories')
      .filter((one) => one.forbidden)
      .map((one) => one.uuid),
  )
  const readable = facts('repositories').filter((one) => !forbidden.has(one.uuid))
  const per = (entity: string, size: number) => {
    const all = facts(entity)
    return readable
      .map((one) => all.filter((fact) => fact.repository === one.uuid).length)
      .reduce((sum, count) => sum + Math.max(1, Math.ceil(count / size)), 0)
  }
  return { forbidden: forbidden.size, readable: readable.length, per }
}

describe('the floor', () => {
  it('equals the rule applied to the exported facts', () => {
    const { forbidden, readable, per } = countedByHand()
    const { terms, full } = floor(world)
    expect(terms.pullRequests).toBe(per('pull_requests', 50))
    expect(terms.pipelines).toBe(per('pipelines', 100))
    expect(terms.deployments).toBe(per('deployments', 100))
    expect(terms.environments).toBe(readable)
    expect(terms.branchRestrictions).toBe(readable)
    expect(terms.forbidden).toBe(forbidden)
    // Two workspaces of a dozen repositories, a handful of projects, two dozen members: one page each.
    expect([terms.repositoryLists, terms.projectLists, terms.memberLists, terms.issueProbes]).toEqual([
      2, 2, 2, 2,
    ])
    expect(full).toBe(Object.values(terms).reduce((sum, term) => sum + term, 0))
  })

  it('looks every address of a reachable commit up, ninety at a time', () => {
    const workspaceOf = new Map(facts('repositories').map((one) => [one.uuid, one.workspace]))
    const found = new Map<unknown, Set<string>>()
    for (const commit of facts('commits')) {
      const emails = found.get(workspaceOf.get(commit.repository)) ?? new Set()
      for (const raw of [commit.author_raw, commit.committer_raw])
        emails.add(/<(.*)>/.exec(String(raw))?.[1] ?? '')
      found.set(workspaceOf.get(commit.repository), emails)
    }
    const requests = [...found.values()].reduce((sum, emails) => sum + Math.ceil(emails.size / 90), 0)
    expect(floor(world).terms.emailLookups).toBe(requests)
  })

  it('counts one commit list for each pull request whose head is unreachable', () => {
    const hidden = facts('pull_requests').filter((one) => one.head_unreachable)
    expect(floor(world).extras.deep).toBe(hidden.length)
    expect(floor(world, { deep: true }).total).toBe(floor(world).full + hidden.length)
  })

  it('wants the steps of deploying pipelines alone', () => {
    const deploying = new Set(facts('deployments').map((one) => one.pipeline))
    expect(floor(world).extras.steps).toBe(deploying.size)
  })

  it('is one request per workspace when idle with webhooks, and two per repository without', () => {
    expect(floor(world).idle).toEqual({
      withWebhooksPerCycle: 2,
      auditPerHour: 12 / 24,
      pollingPerCycle: 2 + 24,
    })
  })

  it('grows by seven for a new repository with one pull request of fifty-one comments', () => {
    const grown = createWorld({ size: 'XS', seed: 5, today: '2026-11-21' })
    const workspace = grown.workspaces[0]?.uuid ?? ''
    const author = grown.members(workspace)[0]?.account ?? ''
    const before = floor(grown).full
    const { uuid } = grown.mutate.createRepository({
      workspace,
      slug: 'counted',
      actor: author,
      withReadme: true,
    })
    grown.mutate.push(uuid, { branch: 'topic', actor: author, message: 'One' })
    const { id } = grown.mutate.openPullRequest(uuid, { title: 'One', author, source: 'topic' })
    for (let i = 0; i < 51; i++) grown.mutate.comment(uuid, id, { author, content: `Remark ${i}` })
    // 1 page of pull requests, 2 of activity (51 comments and the opening), 1 each of pipelines, deployments,
    // environments and restrictions; twelve repositories or thirteen are one page.
    expect(floor(grown).full - before).toBe(7)
    grown.close()
  })

  it('shrinks with the time range', () => {
    const recent = floor(world, { since: world.now() - 30 * 86_400_000_000 })
    expect(recent.counts.pullRequests).toBeLessThan(floor(world).counts.pullRequests ?? 0)
    expect(recent.full).toBeLessThanOrEqual(floor(world).full)
  })

  it('is the same before and after the content was made', () => {
    const fresh = createWorld({ size: 'XS', seed: 5, today: '2026-11-21' })
    expect(floor(fresh)).toEqual(floor(world))
    fresh.close()
  })
})

describe('the oracle', () => {
  it('has facts of every entity, each line canonical and none twice', () => {
    for (const entity of oracleEntities) {
      const lines = [...exportOracle(world, entity)]
      expect(lines.length, entity).toBeGreaterThan(0)
      expect(new Set(lines).size, entity).toBe(lines.length)
      for (const line of lines.slice(0, 20)) {
        const keys = Object.keys(JSON.parse(line))
        expect(keys).toEqual(keys.toSorted())
      }
    }
  })

  it('says nothing about what lies inside a repository that answers 403', () => {
    const closed = facts('repositories').find((one) => one.forbidden)
    expect(closed).toBeDefined()
    expect(facts('pull_requests').some((one) => one.repository === closed?.uuid)).toBe(false)
  })

  it('agrees with itself: counts equal what they count', () => {
    const comments = facts('comments')
    const tasks = facts('tasks')
    const here = (one: Record<string, unknown>) => (fact: Record<string, unknown>) =>
      fact.repository === one.repository && fact.pull_request === one.id
    for (const one of facts('pull_requests')) {
      expect(one.comment_count).toBe(comments.filter(here(one)).filter((fact) => !fact.deleted).length)
      expect(one.task_count).toBe(
        tasks.filter(here(one)).filter((fact) => fact.state === 'UNRESOLVED').length,
      )
    }
  })

  it('refuses an entity it does not know', () => {
    expect(() => [...exportOracle(world, 'wishes')]).toThrow('nothing of wishes')
  })
})
