import { type Static, Type } from '@sinclair/typebox'
import { defineStream, type Owned, type Place, type StreamRequest } from '../../sync/stream.ts'
import {
  Account,
  account,
  atlassian,
  between,
  count,
  flag,
  instant,
  maybe,
  named,
  repositoryPath,
  text,
  uuidOf,
  withHash,
  withUuid,
} from './shape.ts'

const End = maybe(Type.Object({ branch: named, commit: withHash, repository: withUuid }))
const Participant = Type.Object({
  user: Account,
  role: text,
  approved: flag,
  state: text,
  participated_on: text,
})

/** All four states belong into `q`: beside a `q` the parameter `state` is ignored. */
const states = 'state IN ("OPEN", "MERGED", "DECLINED", "SUPERSEDED")'
/** What is left out unless it is asked for; `+` adds to the usual fields, so that `next` stays. */
export const moreFields = ['participants', 'reviewers', 'closed_on', 'merge_commit', 'draft']

function listing(at: Place, conditions: readonly string[]): StreamRequest {
  return {
    path: `${repositoryPath(at)}/pullrequests`,
    query: {
      pagelen: '50',
      sort: '-updated_on',
      q: conditions.join(' AND '),
      fields: moreFields.map((field) => `+values.${field}`).join(','),
    },
  }
}

export const pullRequests = defineStream({
  name: 'pull_requests',
  doc: 'Pull requests in every state with their reviewers, the last changed first.',
  documentation: atlassian('pullrequests/#api-repositories-workspace-repo-slug-pullrequests-get'),
  per: 'repository',
  scopes: ['pullrequest'],
  cost: 'max(1, ⌈pull requests / 50⌉)',
  tables: ['pull_requests', 'pull_request_participants', 'accounts'],
  walk: 'keyset',
  again: 'every-cycle',
  projectionVersion: 1,
  request: (at, window) => listing(at, [states, ...between('updated_on', window)]),
  urgent: (at) => listing(at, ['state = "OPEN"', ...between('updated_on', { from: at.since, to: null })]),
  item: Type.Object({
    id: Type.Integer(),
    title: Type.String(),
    description: text,
    state: Type.String(),
    draft: flag,
    author: Account,
    source: End,
    destination: End,
    merge_commit: withHash,
    close_source_branch: flag,
    closed_by: Account,
    closed_on: text,
    reason: text,
    comment_count: count,
    task_count: count,
    created_on: Type.String(),
    updated_on: Type.String(),
    participants: maybe(Type.Array(Participant)),
    reviewers: maybe(Type.Array(Account)),
  }),
  key: ({ id }) => String(id),
  position: ({ updated_on }) => updated_on,
  version: ({ updated_on }) => updated_on,
  lacksFields: ({ participants }) => participants === undefined,
  owns: ({ id, participants }): Owned =>
    participants === undefined ? {} : { pull_request_participants: { pull_request_id: id } },
  rows: (item) => ({
    pull_requests: [
      {
        id: item.id,
        title: item.title,
        description: item.description ?? null,
        state: item.state,
        author_account_id: account(item.author),
        source_repository_uuid: uuidOf(item.source?.repository),
        source_branch: item.source?.branch?.name ?? null,
        source_commit_prefix: item.source?.commit?.hash ?? null,
        destination_branch: item.destination?.branch?.name ?? null,
        destination_commit_prefix: item.destination?.commit?.hash ?? null,
        close_source_branch: item.close_source_branch ?? null,
        closed_by_account_id: account(item.closed_by),
        reason: item.reason ?? null,
        comment_count: item.comment_count ?? null,
        task_count: item.task_count ?? null,
        created_on: instant(item.created_on),
        updated_on: instant(item.updated_on),
        // What was asked for and is not there is not known: what is stored of it stays.
        ...(item.draft !== undefined && { draft: item.draft }),
        ...(item.closed_on !== undefined && { closed_on: instant(item.closed_on) }),
        ...(item.merge_commit !== undefined && { merge_commit_prefix: item.merge_commit?.hash ?? null }),
      },
    ],
    ...(item.participants !== undefined && {
      pull_request_participants: people(item.participants ?? [], item.reviewers ?? []).map((one) => ({
        pull_request_id: item.id,
        ...one,
      })),
    }),
  }),
})

/** A reviewer who has done nothing yet is not always among the participants. */
function people(
  participants: readonly Static<typeof Participant>[],
  reviewers: readonly Static<typeof Account>[],
) {
  const seen = new Set(participants.map(({ user }) => user?.uuid))
  const silent = reviewers.filter((user) => !seen.has(user?.uuid)).map((user) => ({ user, role: 'REVIEWER' }))
  const all: readonly Static<typeof Participant>[] = [...participants, ...silent]
  return all.flatMap(({ user, role, approved, state, participated_on }) => {
    const account_id = account(user)
    if (!account_id) return []
    return [
      {
        account_id,
        role: role ?? 'PARTICIPANT',
        approved: approved ?? false,
        state: state ?? null,
        participated_on: instant(participated_on),
      },
    ]
  })
}
