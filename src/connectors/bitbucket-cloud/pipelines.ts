import { type Static, Type } from '@sinclair/typebox'
import { defineStream } from '../../sync/stream.ts'
import {
  Account,
  account,
  atlassian,
  bare,
  count,
  instant,
  maybe,
  named,
  repositoryPath,
  text,
  withHash,
} from './shape.ts'

/** Seen as plain text, and as an object around it. */
const SelectorType = maybe(Type.Union([Type.String(), Type.Object({ type: text })]))

const Target = maybe(
  Type.Object({
    ref_type: text,
    ref_name: text,
    commit: withHash,
    selector: maybe(Type.Object({ type: SelectorType, pattern: text })),
    pullrequest: maybe(Type.Object({ id: count })),
  }),
)

export const pipelines = defineStream({
  name: 'pipelines',
  doc: 'Runs of Bitbucket Pipelines, newest first.',
  documentation: atlassian('pipelines/#api-repositories-workspace-repo-slug-pipelines-get'),
  per: 'repository',
  scopes: ['pipeline'],
  cost: 'max(1, ⌈pipelines / 100⌉); one that has not ended is looked at again, the older the seldomer',
  tables: ['pipelines', 'accounts'],
  walk: 'newest-first',
  absentWhenMissing: true,
  again: 'when-pushed',
  unsettled: { table: 'pipelines', position: 'created_on', states: ['PENDING', 'IN_PROGRESS'] },
  projectionVersion: 1,
  // Without its last slash the address does not exist.
  request: (at) => ({
    path: `${repositoryPath(at)}/pipelines/`,
    query: { pagelen: '100', sort: '-created_on' },
  }),
  item: Type.Object({
    uuid: Type.String(),
    build_number: Type.Integer(),
    run_number: count,
    creator: Account,
    trigger: named,
    state: Type.Object({ name: Type.String(), result: named, stage: named }),
    target: Target,
    created_on: Type.String(),
    completed_on: text,
    duration_in_seconds: count,
    build_seconds_used: count,
  }),
  key: ({ uuid }) => bare(uuid),
  position: ({ created_on }) => created_on,
  rows: (item) => ({
    pipelines: [
      {
        uuid: bare(item.uuid),
        build_number: item.build_number,
        run_number: item.run_number ?? null,
        creator_account_id: account(item.creator),
        trigger: item.trigger?.name ?? null,
        state: item.state.name,
        stage: item.state.stage?.name ?? null,
        result: item.state.result?.name ?? null,
        ref_type: item.target?.ref_type ?? null,
        ref_name: item.target?.ref_name ?? null,
        commit_hash: item.target?.commit?.hash ?? null,
        pull_request_id: item.target?.pullrequest?.id ?? null,
        selector_type: selectorType(item.target?.selector?.type),
        selector_pattern: item.target?.selector?.pattern ?? null,
        created_on: instant(item.created_on),
        completed_on: instant(item.completed_on),
        duration_in_seconds: item.duration_in_seconds ?? null,
        build_seconds_used: item.build_seconds_used ?? null,
      },
    ],
  }),
})

function selectorType(given: Static<typeof SelectorType> | undefined): string | null {
  return (typeof given === 'object' ? given?.type : given) ?? null
}
