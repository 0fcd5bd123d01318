import { type Static, Type } from '@sinclair/typebox'
import { defineStream, type StreamRow } from '../../sync/stream.ts'
import { atlassian, bare, count, instant, maybe, named, repositoryPath, text } from './shape.ts'

/** Scripts, images and variables are not read, so that they are never kept: they have carried passwords. */
const Step = Type.Object({
  uuid: Type.String(),
  name: text,
  run_number: count,
  trigger: maybe(Type.Object({ type: text })),
  state: Type.Object({ name: Type.String(), result: named }),
  started_on: text,
  completed_on: text,
  duration_in_seconds: count,
  build_seconds_used: count,
  maxTime: count,
})

export const pipelineSteps = defineStream({
  name: 'pipeline_steps',
  doc: 'Steps of the pipelines that deploy.',
  documentation: atlassian(
    'pipelines/#api-repositories-workspace-repo-slug-pipelines-pipeline-uuid-steps-get',
  ),
  per: 'pipeline',
  scopes: ['pipeline'],
  cost: '1 for a pipeline that deploys; while it runs, again every quarter of an hour',
  tables: ['pipeline_steps'],
  walk: 'all',
  again: 'every-cycle',
  optional: true,
  confidential: true,
  parents: {
    table: 'pipelines',
    id: 'uuid',
    position: 'created_on',
    // Steps begin and end while the pipeline just runs.
    version: `
      case when parent.stage is distinct from 'RUNNING'
           then concat_ws(' ', parent.state, parent.stage, parent.result, parent.run_number,
                     extract(epoch from parent.completed_on)) end`,
    where: `
      exists (select from deployments one
               where (one.workspace_id, one.repository_id, one.pipeline_uuid)
                   = (parent.workspace_id, parent.repository_id, parent.uuid) and one.removed_at is null)`,
    whole: true,
  },
  projectionVersion: 1,
  request: (at) => ({
    path: `${repositoryPath(at)}/pipelines/${encodeURIComponent(`{${at.parent}}`)}/steps/`,
    query: { pagelen: '100' },
  }),
  item: Type.Object({ values: Type.Array(Step) }),
  key: (_, { parent }) => String(parent),
  owns: (_, { parent }) => ({ pipeline_steps: { pipeline_uuid: parent } }),
  rows: ({ values }, { parent }) => ({
    pipeline_steps: values.map((step, position) => ({ pipeline_uuid: parent, position, ...rowOf(step) })),
  }),
})

function rowOf(step: Static<typeof Step>): StreamRow {
  return {
    uuid: bare(step.uuid),
    name: step.name ?? null,
    run_number: step.run_number ?? null,
    trigger: step.trigger?.type?.replace('pipeline_step_trigger_', '') ?? null,
    state: step.state.name,
    result: step.state.result?.name ?? null,
    started_on: instant(step.started_on),
    completed_on: instant(step.completed_on),
    duration_in_seconds: step.duration_in_seconds ?? null,
    build_seconds_used: step.build_seconds_used ?? null,
    max_time: step.maxTime ?? null,
  }
}
