/** What a repository has beside code and pull requests: rules, reviewers, issues, downloads. */
import type { BranchRestriction, Issue, IssueComment } from '../model.ts'
import { atWork } from '../plan/rhythm.ts'
import { REMARKS, THINGS } from '../plan/words.ts'
import { randomStream } from '../random.ts'
import { DAY, HOUR } from '../time.ts'
import type { Walk } from './walk.ts'

export function furnish(walk: Walk): void {
  restrictions(walk)
  issues(walk)
  const { plan, state } = walk
  const random = randomStream(plan.seed, 'furniture')
  const gitflow = plan.longLived.includes('develop')
  state.branchingModel = {
    developmentBranch: gitflow ? 'develop' : walk.mainName,
    developmentUsesMain: !gitflow,
    productionBranch: gitflow ? walk.mainName : null,
    branchTypes: (['release', 'hotfix', 'feature', 'bugfix'] as const).map((kind) => ({
      kind,
      prefix: `${kind}/`,
    })),
  }
  if (plan.ordinal % 2 === 0) {
    state.defaultReviewers = plan.contributors
      .filter((one) => one.status === 'active')
      .slice(0, 2)
      .map((one) => one.uuid)
  }
  if (plan.ordinal % 4 !== 0) return
  for (const name of ['handbook.pdf', `${plan.descriptor.slug}-1.0.0.tar.gz`]) {
    const size = random.int(1000, 9_000_000)
    const user = random.pick(plan.contributors).uuid
    state.downloads.push({
      name,
      size,
      downloads: random.int(0, 900),
      user,
      createdOn: plan.bornOn + 40 * DAY,
    })
  }
}

function restrictions(walk: Walk): void {
  const { plan, state, mainName } = walk
  if (plan.descriptor.isEmpty || plan.ordinal % 5 === 4) return
  const people = plan.contributors.slice(0, 2).map((one) => one.uuid)
  const rules: [BranchRestriction['kind'], number | null][] = [
    ['force', null],
    ['delete', null],
    ['push', null],
    ['require_approvals_to_merge', (plan.ordinal % 2) + 1],
    ['require_passing_builds_to_merge', 1],
    ['reset_pullrequest_approvals_on_change', null],
  ]
  for (const [i, [kind, value]] of rules.slice(0, 3 + (plan.ordinal % 4)).entries()) {
    const byModel = i === 1 && plan.longLived.length > 0
    state.restrictions.push({
      id: 17_000_000 + plan.ordinal * 20 + i,
      kind,
      matchKind: byModel ? 'branching_model' : 'glob',
      pattern: byModel ? '' : plan.descriptor.isArchived ? '**' : mainName,
      branchType: byModel ? 'development' : null,
      value,
      users: kind === 'push' && !plan.descriptor.isArchived ? people : [],
      groups: kind === 'push' && plan.ordinal % 3 === 0 ? ['developers'] : [],
    })
  }
}

const STATES: readonly Issue['state'][] = [
  'new',
  'open',
  'resolved',
  'on hold',
  'invalid',
  'duplicate',
  'wontfix',
  'closed',
]

/** The tracker ended in August 2026; nobody has written into one since. */
function issues(walk: Walk): void {
  const { plan, state } = walk
  const random = randomStream(plan.seed, 'issues')
  const until = Math.min(plan.lastPushOn, walk.end - 100 * DAY)
  const span = Math.max(until - plan.bornOn, 5 * DAY)
  const openings = Array.from({ length: plan.issues }, () =>
    atWork(random, plan.bornOn + Math.floor(random.next() * span), 60),
  )
  for (const [i, createdOn] of openings.sort((a, b) => a - b).entries()) {
    const id = i + 1
    const comments: IssueComment[] = []
    for (let n = random.int(0, 3); n > 0; n--) {
      const at = (comments.at(-1)?.createdOn ?? createdOn) + Math.floor(random.spread(20, 1) * HOUR)
      const content = random.chance(0.15) ? '' : random.pick(REMARKS)
      comments.push({
        id: state.nextId++,
        issue: id,
        author: random.pick(plan.contributors).uuid,
        content,
        createdOn: at,
        updatedOn: null,
      })
    }
    const updatedOn = comments.at(-1)?.createdOn ?? createdOn
    state.issueComments.set(id, comments)
    state.issues.push({
      id,
      title: `The ${random.pick(THINGS)} is ${random.pick(['slow', 'wrong', 'missing', 'doubled'])}`,
      content: 'Seen in the morning, gone after a restart.',
      reporter: random.pick(plan.contributors).uuid,
      assignee: random.chance(0.6) ? random.pick(plan.contributors).uuid : null,
      state: random.pick(STATES),
      kind: random.pick(['bug', 'bug', 'enhancement', 'proposal', 'task']),
      priority: random.pick(['trivial', 'minor', 'major', 'major', 'critical', 'blocker']),
      votes: random.int(0, 4),
      watches: random.int(1, 5),
      createdOn,
      updatedOn,
      editedOn: random.chance(0.2) ? updatedOn : null,
    })
  }
}
