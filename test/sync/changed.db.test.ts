/** What a pull request that changed costs, and that nothing of what happened to it is missed for that. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

interface Case {
  readonly title: string
  /** Is read. */
  readonly before?: (id: number) => void
  /** Happens after that. */
  readonly change: (id: number) => void
}

let stage: Stage
let repository: string
let author: string
let reviewer: string
const ids = new Map<Case, number>()

const act = () => stage.simulator.world.mutate
const comment = (id: number, content = 'Why so?') =>
  act().comment(repository, id, { author: reviewer, content })
const approve = (id: number) => act().approve(repository, id, reviewer)
const retitle = (id: number) => act().editPullRequest(repository, id, { title: 'A better change' }, author)
const edit = (id: number) => {
  const [first] = stage.simulator.world.content(repository).comments(id)
  act().editComment(repository, first?.id ?? 0, 'Why so late?', reviewer)
}

const approved: Case = { title: 'is approved', change: approve }

const notAsked: readonly Case[] = [
  {
    title: 'has its first comments, which the feed brings',
    change(id) {
      comment(id)
      comment(id, 'And why here?')
      retitle(id)
    },
  },
  {
    title: 'has comments that are edited, resolved or deleted before they are read',
    change(id) {
      comment(id)
      edit(id)
      act().resolveComment(repository, comment(id).id, author)
      act().deleteComment(repository, comment(id).id, reviewer)
    },
  },
  approved,
  { title: 'has another title while its approval stands', before: approve, change: retitle },
  {
    title: 'is declined while its approval stands',
    before: approve,
    change: (id) => act().declinePullRequest(repository, id, author, 'Not now'),
  },
]

const toldByWebhook: Case = {
  title: 'has a comment that a webhook brought, which may have been on its way for long',
  before: comment,
  change: edit,
}

const asked: readonly Case[] = [
  { title: 'has a comment that was edited after it was read', before: comment, change: edit },
  {
    title: 'had a comment before: it may have been edited, though only a new one is told of',
    before: comment,
    change(id) {
      edit(id)
      comment(id, 'And why here?')
    },
  },
  toldByWebhook,
  {
    title: 'lost its approval',
    before: approve,
    change: (id) => act().unapprove(repository, id, reviewer),
  },
  {
    title: 'lost a request for changes',
    before: (id) => act().requestChanges(repository, id, reviewer),
    change: (id) => act().removeChangeRequest(repository, id, reviewer),
  },
  {
    title: 'was approved again',
    before: approve,
    change(id) {
      act().unapprove(repository, id, reviewer)
      approve(id)
    },
  },
]

function open(title: string): number {
  const branch = `change-${title}`
  act().push(repository, { branch, actor: author, message: title })
  return act().openPullRequest(repository, { source: branch, author, title }).id
}

/** Those that the next sync asks for one by one, with everything known after it. */
async function askedInSync(): Promise<Set<number>> {
  const before = stage.simulator.ledger.entries().length
  await stage.sync()
  const since = stage.simulator.ledger.entries().slice(before)
  return new Set(since.flatMap(({ path }) => Number(/\/pullrequests\/(\d+)\/activity/.exec(path)?.[1]) || []))
}

async function expectEqual(): Promise<void> {
  const { database, simulator } = stage
  // The access tokens of a workspace have no scope for issues.
  const entities = compared.filter((entity) => !entity.startsWith('issue'))
  const found = await compareWithOracle(database.kysely, simulator.world, { sourceAccess: 'none', entities })
  expect(describeDifferences(found)).toBe('')
}

describe('a pull request that changed', () => {
  let found: Set<number>
  beforeAll(async () => {
    stage = await openStage()
    const { world } = stage.simulator
    const [workspace] = world.workspaces
    const chosen = world.repositories(workspace?.uuid ?? '').find((one) => !one.isForbidden && !one.isEmpty)
    ;[author = '', reviewer = ''] = world.members(workspace?.uuid ?? '').map(({ account }) => account)
    repository = chosen?.uuid ?? ''
    await stage.sync()
    for (const [index, one] of [...notAsked, ...asked].entries()) {
      const id = open(`number ${index}`)
      ids.set(one, id)
      one.before?.(id)
    }
    await stage.sync()
    // So much happens elsewhere that the feed does not show again what was said before.
    const other = open('another')
    for (let n = 0; n < 60; n += 1) comment(other, `Note ${n}`)
    await stage.sync()
    await stage.database.pool.query(
      `update raw_records set shape = 'webhook', stored_at = stored_at + interval '1 day'
        where stream = 'pull_request_activity' and key like $1`,
      [`${ids.get(toldByWebhook)} comment %`],
    )
    for (const [one, id] of ids) one.change(id)
    found = await askedInSync()
  }, 240_000)
  afterAll(() => stage?.close())

  it.each(notAsked.map((one) => [one.title, one] as const))('is not asked for when it %s', (_, one) => {
    expect(found.has(ids.get(one) ?? 0)).toBe(false)
  })

  it.each(asked.map((one) => [one.title, one] as const))('is asked for when it %s', (_, one) => {
    expect(found.has(ids.get(one) ?? 0)).toBe(true)
  })

  it('is known whole then, and not asked for again', async () => {
    expect(found.size).toBe(asked.length)
    await expectEqual()
    expect(await askedInSync()).toEqual(new Set())
  })

  it('is asked for in any case where the listing does not say who takes part', async () => {
    stage.simulator.simulation.faults.add([{ effect: { kind: 'fields-ignored' } }])
    const id = ids.get(approved) ?? 0
    retitle(id)
    expect(await askedInSync()).toEqual(new Set([id]))
  })
})
