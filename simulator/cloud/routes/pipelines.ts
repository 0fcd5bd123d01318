import { type Answer, redirect } from '../../http/answer.ts'
import { ranged } from '../../http/range.ts'
import { micros } from '../../query/parse.ts'
import type { Order } from '../../query/sort.ts'
import type { Deployment, Pipeline, PipelineTarget } from '../../world/model.ts'
import { type Here, here } from '../access.ts'
import { type Call, get, type Route } from '../cloud.ts'
import { list, paging, scopeOf, single } from '../collection.ts'
import { badRequest, noSuchApi, notFound } from '../errors.ts'
import { pathOf } from '../shapes/links.ts'
import { deploymentShape, environmentShape, pipelineShape, stepShape } from '../shapes/pipeline.ts'

// Collections of this service exist with a trailing slash only; without it "there is no API hosted at this URL".
function slashed(call: Call): void {
  const required = call.cloud.settings.trailingSlash === 'required'
  if (required && !call.url.pathname.endsWith('/')) throw noSuchApi()
}

function withPipelines(call: Call): Here {
  const place = here(call)
  if (!place.repository.pipelinesEnabled) throw notFound('Pipelines is not enabled for this repository.')
  return place
}

const creation: Order<Pipeline> = (left, right) => left.createdOn - right.createdOn
const orders: Readonly<Record<string, Order<Pipeline>>> = {
  created_on: creation,
  run_creation_date: creation,
  'creator.uuid': (left, right) => (left.creator < right.creator ? -1 : Number(left.creator > right.creator)),
}

function orderOf(sort: string | null): Order<Pipeline> {
  const descending = sort?.startsWith('-') ?? false
  const order = orders[descending ? (sort ?? '').slice(1) : (sort ?? 'created_on')]
  if (!order) throw badRequest(`Invalid sort field: ${sort}`)
  return descending ? (left, right) => order(right, left) : order
}

function refOf(target: PipelineTarget): { type: string; name: string } {
  if (target.kind === 'ref') return { type: target.refType, name: target.refName }
  return target.kind === 'pullrequest' ? { type: 'branch', name: target.source } : { type: '', name: '' }
}

function statusesOf({ state }: Pipeline): readonly string[] {
  if (state.name === 'COMPLETED') return [state.name, state.result]
  return state.name === 'IN_PROGRESS' ? [state.name, state.stage, 'BUILDING'] : [state.name]
}

type Test = (pipeline: Pipeline, wanted: readonly string[]) => boolean
const parameters: Readonly<Record<string, Test>> = {
  'creator.uuid': (one, wanted) => wanted.includes(one.creator),
  'target.ref_type': (one, wanted) =>
    wanted.map((name) => name.toLowerCase()).includes(refOf(one.target).type),
  'target.ref_name': (one, wanted) => wanted.includes(refOf(one.target).name),
  'target.branch': (one, wanted) =>
    refOf(one.target).type === 'branch' && wanted.includes(refOf(one.target).name),
  'target.commit.hash': (one, wanted) => wanted.some((hash) => one.target.commit.startsWith(hash)),
  'target.selector.type': (one, wanted) => wanted.includes(one.target.selector.type),
  'target.selector.pattern': (one, wanted) => wanted.includes(one.target.selector.pattern ?? ''),
  trigger_type: (one, wanted) => wanted.includes(one.trigger),
  status: (one, wanted) => statusesOf(one).some((status) => wanted.includes(status)),
  created_on: (one, wanted) => wanted.some((time) => micros(time) === one.createdOn),
}

function pipelines(call: Call): Answer {
  slashed(call)
  const place = withPipelines(call)
  const asked = Object.entries(parameters)
    .map(([name, test]) => ({ name, test, wanted: call.query.getAll(name) }))
    .filter(({ wanted }) => wanted.length > 0)
  const order = orderOf(call.query.get('sort'))
  return list(call, {
    items: place.content.pipelines,
    paging: paging.numbered,
    filter: (pipeline) => asked.every(({ test, wanted }) => test(pipeline, wanted)),
    order,
    scope: scopeOf(call.cloud, 'pipelines', place.repository.uuid),
    by: `${call.query.get('sort')} ${JSON.stringify(asked.map(({ name, wanted }) => [name, wanted]))}`,
    key: (pipeline) => pipeline.uuid,
    forgets: ['sort'],
    present: (pipeline) => pipelineShape(place, pipeline),
  })
}

type HerePipeline = Here & { readonly pipeline: Pipeline }

function pipelineOf(call: Call): HerePipeline {
  const place = withPipelines(call)
  const pipeline = place.content.pipeline(call.params.pipeline_uuid ?? '')
  if (!pipeline) throw notFound('Pipeline not found')
  return { ...place, pipeline }
}

function steps(call: Call): Answer {
  const { content, pipeline } = pipelineOf(call)
  return list(call, { items: content.steps(pipeline.uuid), paging: paging.numbered, present: stepShape })
}

function stepOf(call: Call) {
  const place = pipelineOf(call)
  const step = place.content.steps(place.pipeline.uuid).find((one) => one.uuid === call.params.step_uuid)
  if (!step) throw notFound('Step not found')
  return { ...place, step }
}

// While a step runs its log comes from here; once it has ended, from a storage that asks for no credentials.
function stepLog(call: Call): Answer {
  const { content, repository, pipeline, step } = stepOf(call)
  const log = content.stepLog(step.uuid)
  if (log === undefined) throw notFound('Log not found')
  const header = call.headers.range
  if (step.state.name !== 'COMPLETED')
    return ranged(Buffer.from(log), typeof header === 'string' ? header : undefined)
  return redirect(
    307,
    `${call.cloud.origin}/_storage${pathOf('logs', repository.uuid, pipeline.uuid, step.uuid)}`,
  )
}

const deploymentSorts: Readonly<Record<string, (deployment: Deployment) => number>> = {
  'state.started_on': ({ state }) => ('startedOn' in state ? state.startedOn : 0),
  last_update_time: ({ lastUpdate }) => lastUpdate,
}

function deploymentOrder(sort: string | null): Order<Deployment> | undefined {
  if (sort === null) return undefined
  const descending = sort.startsWith('-')
  const key = deploymentSorts[descending ? sort.slice(1) : sort]
  if (!key) throw badRequest(`Invalid sort field: ${sort}`)
  return (left, right) => (descending ? key(right) - key(left) : key(left) - key(right))
}

// Undocumented but used in the wild: `environment`, `state.name` and `sort=state.started_on`. `q` is silently ignored.
function deployments(call: Call): Answer {
  slashed(call)
  const place = here(call)
  const environment = call.query.get('environment')
  const state = call.query.get('state.name')
  const order = deploymentOrder(call.query.get('sort'))
  return list(call, {
    items: place.content.deployments,
    paging: paging.numbered,
    filter: (one) =>
      (environment === null || one.environment === environment) &&
      (state === null || one.state.name === state),
    ...(order ? { order } : {}),
    scope: scopeOf(call.cloud, 'deployments', place.repository.uuid),
    by: `${environment} ${state} ${call.query.get('sort')}`,
    key: (deployment) => deployment.uuid,
    present: (deployment, asks) => deploymentShape(place, deployment, asks),
  })
}

function deployment(call: Call): Answer {
  const place = here(call)
  const known = place.content.deployments.find((one) => one.uuid === call.params.deployment_uuid)
  if (!known) throw notFound('Deployment not found')
  return single(call, (asks) => deploymentShape(place, known, asks))
}

function environments(call: Call): Answer {
  slashed(call)
  const { content } = here(call)
  return list(call, { items: content.environments, paging: paging.numbered, present: environmentShape })
}

function environment(call: Call): Answer {
  const { content } = here(call)
  const known = content.environments.find((one) => one.uuid === call.params.environment_uuid)
  if (!known) throw notFound('Environment not found')
  return single(call, () => environmentShape(known))
}

const repo = '/repositories/{workspace}/{repo_slug}'
const each = `${repo}/pipelines/{pipeline_uuid}`
const read = ['pipeline']

export const pipelineRoutes: readonly Route[] = [
  get(`${repo}/pipelines`, read, pipelines),
  get(each, read, (call) => {
    const place = pipelineOf(call)
    return single(call, () => pipelineShape(place, place.pipeline))
  }),
  get(`${each}/steps`, read, steps),
  get(`${each}/steps/{step_uuid}`, read, (call) => {
    const { step } = stepOf(call)
    return single(call, () => stepShape(step))
  }),
  get(`${each}/steps/{step_uuid}/log`, read, stepLog),
  get(`${repo}/deployments`, read, deployments),
  get(`${repo}/deployments/{deployment_uuid}`, read, deployment),
  get(`${repo}/environments`, read, environments),
  get(`${repo}/environments/{environment_uuid}`, read, environment),
]
