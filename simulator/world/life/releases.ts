/** Releases: a version in the package file, a tag on the commit. */
import type { TagRecord } from '../content/state.ts'
import type { Instant } from '../time.ts'
import { pipelineForRef } from './delivery.ts'
import { identityOf, toSecond } from './history.ts'
import { commitOn, type Walk } from './walk.ts'

export function release(walk: Walk, at: Instant): void {
  const { plan, random, state } = walk
  const bot = walk.bots[1] ?? plan.contributors[0]
  if (bot === undefined) return
  const version = nextVersion(walk)
  const change = { kind: 'edit', paths: [], extra: { kind: 'release', version } } as const
  const index = commitOn(walk, walk.mainName, bot, at, `Release ${version}\n`, change)
  const name = tagName(walk, version, at)
  if (name === null || state.tags.some((tag) => tag.name === name)) return
  addTag(walk, name, index, random.chance(0.5) ? at : null)
  if (plan.descriptor.pipelinesEnabled && walk.delivery.chance(0.6))
    pipelineForRef(walk, 'tag', name, index, bot, at)
}

function nextVersion(walk: Walk): string {
  const made = walk.state.tags.filter((tag) => /\d+\.\d+\.\d+/.test(tag.name)).length
  return `${1 + Math.floor(made / 12)}.${made % 12}.0`
}

function tagName({ plan }: Walk, version: string, at: Instant): string | null {
  if (plan.tagStyle === 'none') return null
  if (plan.tagStyle === 'release-date') return `release-${new Date(at / 1000).toISOString().slice(0, 10)}`
  return plan.tagStyle === 'v' ? `v${version}` : version
}

function addTag(walk: Walk, name: string, target: number, annotatedAt: Instant | null): void {
  const tag: TagRecord = { name, target, annotation: null }
  const bot = walk.bots[1]
  if (annotatedAt !== null && bot !== undefined) {
    const tagger = identityOf(walk.random, bot, annotatedAt)
    tag.annotation = { object: '', message: `Release ${name}\n`, date: toSecond(annotatedAt), tagger }
  }
  walk.state.tags.push(tag)
}

/** Names that trip clients: every kind in the first repository, so that each world has them. */
export function tagSpecials(walk: Walk): void {
  if (walk.plan.ordinal !== 0) return
  const head = walk.state.branches.get(walk.mainName) ?? 0
  const first = walk.plan.bornOn
  addTag(walk, 'v0.1.0', 0, first)
  addTag(walk, 'v0.2.0-rc.1', 0, null)
  addTag(walk, 'nightly', head, null)
  addTag(walk, 'before/the-great=move&more', head, first)
  addTag(walk, 'größe-7', head, null)
}
