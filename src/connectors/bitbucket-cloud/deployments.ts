import { Type } from '@sinclair/typebox'
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
  uuidOf,
  withHash,
  withUuid,
} from './shape.ts'

const Release = maybe(
  Type.Object({ uuid: text, name: text, pipeline: withUuid, commit: withHash, created_on: text }),
)
const State = Type.Object({
  name: Type.String(),
  status: named,
  started_on: text,
  completed_on: text,
  deployer: Account,
})

export const deployments = defineStream({
  name: 'deployments',
  doc: 'Deployments by pipelines, the last started first. The result is the status of the state, not its name.',
  documentation: atlassian('deployments/#api-repositories-workspace-repo-slug-deployments-get'),
  per: 'repository',
  scopes: ['pipeline'],
  cost: 'max(1, ⌈deployments / 100⌉)',
  tables: ['deployments', 'accounts'],
  walk: 'newest-first',
  absentWhenMissing: true,
  again: 'when-pushed',
  unsettled: { table: 'deployments', position: 'started_on', states: ['IN_PROGRESS'] },
  projectionVersion: 1,
  request: (at) => ({
    path: `${repositoryPath(at)}/deployments/`,
    query: { pagelen: '100', sort: '-state.started_on', fields: '+values.state.deployer' },
  }),
  item: Type.Object({
    uuid: Type.String(),
    key: text,
    environment: withUuid,
    step: withUuid,
    commit: withHash,
    state: State,
    version: count,
    deployable: Release,
    release: Release,
    last_update_time: text,
  }),
  key: ({ uuid }) => bare(uuid),
  // One that waits for a person has not started: it comes after all others and says nothing about the walk.
  position: ({ state }) => state.started_on ?? null,
  rows: (item) => ({
    deployments: [
      {
        uuid: bare(item.uuid),
        environment_uuid: uuidOf(item.environment),
        pipeline_uuid: uuidOf(item.release?.pipeline),
        step_uuid: uuidOf(item.step),
        key: item.key ?? null,
        release_uuid: uuidOf(item.release),
        release_name: item.release?.name ?? null,
        commit_hash: item.release?.commit?.hash ?? item.commit?.hash ?? null,
        state: item.state.name,
        status: item.state.status?.name ?? null,
        version: item.version ?? null,
        started_on: instant(item.state.started_on),
        completed_on: instant(item.state.completed_on),
        created_on: instant(item.deployable?.created_on ?? item.release?.created_on),
        last_update_time: instant(item.last_update_time),
        // Shown when it is asked for, by those who honour that.
        ...(item.state.deployer !== undefined && { deployer_account_id: account(item.state.deployer) }),
      },
    ],
  }),
})
