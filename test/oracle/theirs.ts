import { exportOracle } from '../../simulator/oracle/export.ts'
import type { ClosableWorld } from '../../simulator/world/world.ts'
import { withoutNul } from '../../src/db/nul.ts'
import { type Fact, isFact, type SourceAccess } from './fact.ts'

/** What the projections look up. Made once for a comparison: the oracle is long. */
export interface Truth {
  readonly world: ClosableWorld
  readonly sourceAccess: SourceAccess['sourceAccess']
  readonly lanes: NonNullable<SourceAccess['lanes']>
  readonly facts: (entity: string) => readonly Fact[]
  /** Hashes that a mirror of the repository has. */
  readonly hasCommit: (repository: unknown, hash: unknown) => boolean
  /** The member of the repository's workspace who has the address. */
  readonly memberWith: (repository: unknown, raw: unknown) => string | null
  readonly headReachable: (repository: unknown, pullRequest: unknown) => boolean
  readonly deploys: (pipeline: unknown) => boolean
}

/** No column holds NUL: what cannot be written is shown as such. */
const factOf = (line: string): Fact =>
  line.includes('\\u0000') ? withoutNul(JSON.parse(line)) : JSON.parse(line)

export function truthOf(world: ClosableWorld, { sourceAccess, lanes = [] }: SourceAccess): Truth {
  const cache = new Map<string, readonly Fact[]>()
  const facts = (entity: string) => {
    const known = cache.get(entity) ?? [...exportOracle(world, entity)].map(factOf)
    cache.set(entity, known)
    return known
  }
  const setOf = (entity: string, name: (fact: Fact) => string) => {
    const names = new Set(facts(entity).map(name))
    return (...parts: unknown[]) => names.has(parts.join(' '))
  }
  const commits = setOf('commits', ({ repository, hash }) => `${repository} ${hash}`)
  const merges = setOf('commits', ({ repository, hash, parents }) =>
    Array.isArray(parents) && parents.length === 2 ? `${repository} ${hash}` : '',
  )
  // Of a fork that is gone nothing shows the head; only a merge with two parents names it.
  const isTold = ({ repository, source, merge_commit }: Fact) =>
    (isFact(source) && source.commit !== null) || merges(repository, merge_commit)
  const heads = new Set(
    facts('pull_requests')
      .filter((one) => !one.head_unreachable && isTold(one))
      .map(({ repository, id }) => `${repository} ${id}`),
  )
  const members = new Set(facts('members').map(({ workspace, account }) => `${workspace} ${account}`))
  const owners = new Map(facts('accounts').flatMap((one) => emailsOf(one).map((email) => [email, one.uuid])))
  return {
    world,
    sourceAccess,
    lanes,
    facts,
    hasCommit: (repository, hash) => sourceAccess === 'git' && commits(repository, hash),
    headReachable: (repository, id) => heads.has(`${repository} ${id}`),
    deploys: setOf('deployments', ({ pipeline }) => String(pipeline)),
    memberWith(repository, raw) {
      const account = owners.get(/<([^<>]*)>[^<>]*$/.exec(String(raw))?.[1]?.toLowerCase() ?? '')
      const workspace = world.repository(String(repository))?.workspace
      return members.has(`${workspace} ${account}`) ? String(account) : null
    },
  }
}

function emailsOf({ emails }: Fact): string[] {
  return Array.isArray(emails) ? emails.map((one) => String(one).toLowerCase()) : []
}

type Project = (fact: Fact, truth: Truth) => Fact | null

const git = (truth: Truth) => truth.sourceAccess === 'git'

/** Git keeps seconds, and the oracle writes them so. */
const micros = (text: unknown) =>
  typeof text === 'string' ? text.replace(/(:\d\d)(\+00:00)$/, '$1.000000$2') : null

/** Twelve characters, as the API shows a commit, or all of them where the mirror has it. */
function shown(truth: Truth, repository: unknown, hash: unknown): unknown {
  if (typeof hash !== 'string') return null
  return truth.hasCommit(repository, hash) ? hash : hash.slice(0, 12)
}

/** A repository that was deleted is null in every answer. */
function known({ world }: Truth, repository: unknown): unknown {
  return typeof repository === 'string' && world.repository(repository) ? repository : null
}

function end(truth: Truth, repository: unknown, side: unknown): unknown {
  if (!isFact(side)) return side
  return { ...side, repository: known(truth, side.repository), commit: shown(truth, repository, side.commit) }
}

function headOf({ repository, pull_request }: Fact, truth: Truth): boolean {
  return truth.headReachable(repository, pull_request)
}

function without(fact: Fact, ...fields: readonly string[]): Fact {
  return Object.fromEntries(Object.entries(fact).filter(([field]) => !fields.includes(field)))
}

/** What one path can know of each fact; null for what it cannot know at all. An entity not named is known whole. */
const projections: Readonly<Record<string, Project>> = {
  accounts: ({ uuid, account_id, display_name, nickname, kind, status }) => ({
    uuid,
    // The API takes the id of a closed account away, and shows the name where there is no nickname.
    account_id: status === 'closed' || kind === 'team' ? null : account_id,
    display_name,
    nickname: kind === 'user' ? (nickname ?? display_name) : null,
    kind: kind === 'app' ? 'app_user' : kind,
  }),
  // No listing that any token may read says which permission a member has.
  members: (fact) => without(fact, 'permission'),
  repositories: (fact, truth) => ({ ...without(fact, 'forbidden'), parent: known(truth, fact.parent) }),
  tags: (fact, truth) => ({ ...fact, object: git(truth) ? fact.object : null, date: micros(fact.date) }),
  commits: (fact, truth) =>
    git(truth)
      ? {
          ...fact,
          // Addresses are looked up among members.
          author_account: truth.memberWith(fact.repository, fact.author_raw),
          committer_account: truth.memberWith(fact.repository, fact.committer_raw),
          date: micros(fact.date),
          committed_on: micros(fact.committed_on),
        }
      : {
          ...fact,
          tree: null,
          committer_raw: null,
          committer_account: null,
          date: micros(fact.date),
          committed_on: null,
        },
  // Trees have no sizes, and asking for them would fetch every content.
  files: (fact, truth) => (git(truth) ? without(fact, 'size') : null),
  branch_restrictions: (fact) => ({
    ...fact,
    users: Array.isArray(fact.users) ? fact.users.toSorted() : fact.users,
  }),
  pull_requests: (fact, truth) => ({
    ...fact,
    source: end(truth, fact.repository, fact.source),
    destination: end(truth, fact.repository, fact.destination),
    merge_commit: shown(truth, fact.repository, fact.merge_commit),
    first_commit_on:
      git(truth) && truth.headReachable(fact.repository, fact.id) ? fact.first_commit_on : null,
    head_unreachable: git(truth) ? !truth.headReachable(fact.repository, fact.id) : null,
  }),
  activity: (fact, truth) =>
    fact.kind === 'update'
      ? {
          ...fact,
          source: end(truth, fact.repository, fact.source),
          destination: end(truth, fact.repository, fact.destination),
        }
      : fact,
  pull_request_commits: (fact, truth) =>
    git(truth) && (headOf(fact, truth) || truth.lanes.includes('deep'))
      ? without(fact, 'head_unreachable')
      : null,
  pull_request_sizes: (fact, truth) =>
    git(truth) && headOf(fact, truth) ? without(fact, 'head_unreachable') : null,
  // The step does not say where it deploys to; the deployment says which step did.
  steps: (fact, truth) =>
    truth.lanes.includes('steps') && truth.deploys(fact.pipeline) ? without(fact, 'environment') : null,
  // Rolling back is a conclusion. Who deploys is said once it started.
  deployments: (fact) => ({
    ...without(fact, 'is_rollback'),
    deployer: fact.state === 'UNDEPLOYED' ? null : fact.deployer,
  }),
}

/** A mirror may still hold a commit that nothing reaches any more: having it in full is no mistake. */
export function asShown(truth: Truth, entity: string, fact: Fact): Fact {
  if (entity !== 'pull_requests' && !(entity === 'activity' && fact.kind === 'update')) return fact
  const side = (one: unknown) =>
    isFact(one) ? { ...one, commit: shown(truth, fact.repository, one.commit) } : one
  const merge =
    entity === 'activity' ? {} : { merge_commit: shown(truth, fact.repository, fact.merge_commit) }
  return { ...fact, source: side(fact.source), destination: side(fact.destination), ...merge }
}

export function theirFacts(truth: Truth, entity: string): Fact[] {
  const project = projections[entity]
  if (!project) return [...truth.facts(entity)]
  return truth.facts(entity).flatMap((fact): Fact[] => {
    const projected = project(fact, truth)
    return projected ? [projected] : []
  })
}
