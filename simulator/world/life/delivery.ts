/** Pipelines with their steps, the deployments they make, and the build statuses they leave on commits. */
import type {
  Account,
  Deployment,
  DeploymentState,
  Environment,
  Pipeline,
  PipelineStep,
  PipelineTarget,
} from '../model.ts'
import { atWork } from '../plan/rhythm.ts'
import type { Random } from '../random.ts'
import { HOUR, type Instant, MINUTE, SECOND } from '../time.ts'
import { nameLater, type Walk } from './walk.ts'

type Result = 'SUCCESSFUL' | 'FAILED' | 'STOPPED' | 'ERROR' | 'EXPIRED'

const ENVIRONMENTS: readonly [string, Environment['type']][] = [
  ['Test', 'Test'],
  ['Staging', 'Staging'],
  ['Production', 'Production'],
  ['Production EU', 'Production'],
]

export function makeEnvironments(walk: Walk): void {
  const { plan, state, delivery } = walk
  if (!plan.descriptor.pipelinesEnabled) return
  const count = plan.deploys ? (plan.ordinal % 4 === 0 ? 4 : 3) : 3
  for (const [rank, [name, type]] of ENVIRONMENTS.slice(0, count).entries()) {
    state.environments.push({
      uuid: delivery.uuid(),
      name,
      slug: name.toLowerCase().replaceAll(' ', '-'),
      type,
      rank,
      hidden: rank === 0 && plan.ordinal % 3 === 1,
      lockEnabled: true,
      locked: false,
      adminOnly: type === 'Production' && plan.ordinal % 5 === 0,
    })
  }
}

export interface Run {
  target: PipelineTarget
  commit: number
  creator: Account
  at: Instant
  trigger: Pipeline['trigger']
  /** Instead of chance. */
  result?: Result
}

/** Runs for a pull request's head; never deploys. */
export function pipelineForPullRequest(
  walk: Walk,
  id: number,
  source: string,
  destination: string,
  commit: number,
  to: number,
  creator: Account,
  at: Instant,
): void {
  const selector = { type: 'pull-requests', pattern: '**' } as const
  const target: PipelineTarget = {
    kind: 'pullrequest',
    pullRequest: id,
    source,
    destination,
    commit: '',
    destinationCommit: '',
    selector,
  }
  nameLater(walk, to, (hash) => {
    target.destinationCommit = hash
  })
  run(walk, { target, commit, creator, at, trigger: 'PUSH' }, false)
}

/** Runs for a branch or tag; on the main branch it deploys, environment after environment. */
export function pipelineForRef(
  walk: Walk,
  refType: 'branch' | 'tag',
  refName: string,
  commit: number,
  creator: Account,
  at: Instant,
  trigger: Pipeline['trigger'] = 'PUSH',
): void {
  const main = refType === 'branch' && refName === walk.mainName
  const selector = {
    type: refType === 'tag' ? 'tags' : main ? 'branches' : 'default',
    pattern: main ? refName : null,
  } as const
  run(
    walk,
    { target: { kind: 'ref', refType, refName, commit: '', selector }, commit, creator, at, trigger },
    main && walk.plan.deploys,
  )
}

/** Returns the pipeline, for those who want to say more about it. */
export function run(
  walk: Walk,
  { target, commit, creator, at, trigger, result: given }: Run,
  deploys: boolean,
): Pipeline {
  const { delivery: random, state } = walk
  const createdOn = at + random.int(2, 9) * SECOND
  const result = given ?? resultByChance(random)
  const seconds = Math.floor(random.spread(140, 0.6)) + 8
  const pipeline: Pipeline = {
    uuid: random.uuid(),
    buildNumber: state.pipelines.length + 1,
    creator: creator.uuid,
    trigger,
    target,
    state: { name: 'COMPLETED', result },
    createdOn,
    completedOn: createdOn + seconds * SECOND,
    durationInSeconds: seconds,
    buildSecondsUsed: seconds,
    runNumber: 1,
  }
  nameLater(walk, commit, (hash) => {
    target.commit = hash
  })
  state.pipelines.push(pipeline)
  const steps = [step(walk, pipeline, 'Build and test', createdOn, seconds, stepResult(result), null)]
  state.steps.set(pipeline.uuid, steps)
  if (deploys && result === 'SUCCESSFUL') deployAll(walk, pipeline, steps, commit, creator)
  stillRunning(walk, pipeline, steps)
  return pipeline
}

function resultByChance(random: Random): Result {
  if (random.chance(0.86)) return 'SUCCESSFUL'
  return random.chance(0.75) ? 'FAILED' : random.pick<Result>(['STOPPED', 'ERROR', 'EXPIRED'])
}

function stepResult(result: Result): 'SUCCESSFUL' | 'FAILED' | 'STOPPED' | 'ERROR' {
  return result === 'EXPIRED' ? 'STOPPED' : result
}

type StepResult = 'SUCCESSFUL' | 'FAILED' | 'STOPPED' | 'ERROR' | 'NOT_RUN'

export function step(
  walk: Walk,
  pipeline: Pipeline,
  name: string,
  startedOn: Instant | null,
  seconds: number,
  result: StepResult | null,
  environment: Environment | null,
): PipelineStep {
  const { delivery: random } = walk
  return {
    uuid: random.uuid(),
    pipeline: pipeline.uuid,
    name,
    runNumber: 1,
    image: 'atlassian/default-image:4',
    scriptCommands: [environment === null ? 'make test' : `make deploy TO=${environment.slug}`],
    trigger: environment?.type === 'Production' ? 'manual' : 'automatic',
    state: result === null ? { name: 'PENDING' } : { name: 'COMPLETED', result },
    startedOn,
    completedOn: startedOn === null ? null : startedOn + seconds * SECOND,
    durationInSeconds: startedOn === null ? 0 : seconds,
    maxTime: 120,
    environment: environment?.uuid ?? null,
    registryPassword: random.chance(0.05) ? `canary-${random.int(1e6, 1e7)}` : null,
  }
}

/** Test and staging follow by themselves; production waits for somebody to press the button, and some never do. */
function deployAll(
  walk: Walk,
  pipeline: Pipeline,
  steps: PipelineStep[],
  commit: number,
  creator: Account,
): void {
  const { delivery: random, state } = walk
  let at = (pipeline.completedOn ?? pipeline.createdOn) + 5 * SECOND
  for (const environment of state.environments) {
    const seconds = Math.floor(random.spread(45, 0.5)) + 5
    if (environment.type === 'Test' && random.chance(0.5)) continue
    if (environment.type === 'Production')
      at = atWork(random, at + Math.floor(random.spread(1.5, 1) * HOUR), creator.utcOffset)
    const pressed = environment.type !== 'Production' || random.chance(0.7)
    const roll = random.next()
    const status = roll < 0.92 ? 'SUCCESSFUL' : roll < 0.975 ? 'FAILED' : 'STOPPED'
    const one = step(
      walk,
      pipeline,
      `Deploy to ${environment.name}`,
      pressed ? at : null,
      seconds,
      pressed ? status : null,
      environment,
    )
    steps.push(one)
    const ended: DeploymentState = {
      name: 'COMPLETED',
      status,
      startedOn: at,
      completedOn: at + seconds * SECOND,
    }
    addDeployment(
      walk,
      pipeline,
      one,
      environment,
      commit,
      creator,
      pressed ? ended : { name: 'UNDEPLOYED' },
      false,
    )
    if (!pressed) {
      pause(pipeline)
      return
    }
    at += (seconds + 5) * SECOND
    Object.assign(pipeline, {
      completedOn: at,
      durationInSeconds: Math.floor((at - pipeline.createdOn) / SECOND),
      buildSecondsUsed: pipeline.buildSecondsUsed + seconds,
    })
    if (status === 'SUCCESSFUL') continue
    pipeline.state = { name: 'COMPLETED', result: status }
    if (environment.type === 'Production' && random.chance(0.6))
      rollBack(walk, environment, at + random.int(8, 70) * MINUTE, creator)
    return
  }
}

function pause(pipeline: Pipeline): void {
  pipeline.state = { name: 'IN_PROGRESS', stage: 'PAUSED' }
  pipeline.completedOn = null
}

/** The last release that went well is deployed again: its own pipeline and step, a new deployment. */
export function rollBack(walk: Walk, environment: Environment, at: Instant, by: Account): void {
  const good = walk.state.deployments.findLast(
    (one) =>
      one.environment === environment.uuid &&
      one.state.name === 'COMPLETED' &&
      one.state.status === 'SUCCESSFUL',
  )
  if (good === undefined || at >= walk.end) return
  const again: Deployment = {
    ...good,
    uuid: walk.delivery.uuid(),
    deployer: by.uuid,
    isRollback: true,
    version: good.version + 2,
    createdOn: at,
    lastUpdate: at + 40 * SECOND,
    state: { name: 'COMPLETED', status: 'SUCCESSFUL', startedOn: at, completedOn: at + 40 * SECOND },
  }
  walk.late.push(() => {
    again.commit = good.commit
  })
  walk.state.deployments.push(again)
}

export function addDeployment(
  walk: Walk,
  pipeline: Pipeline,
  { uuid: stepUuid }: PipelineStep,
  environment: Environment,
  commit: number,
  deployer: Account,
  state: DeploymentState,
  isRollback: boolean,
): void {
  const createdOn = state.name === 'UNDEPLOYED' ? pipeline.createdOn + SECOND : state.startedOn
  const deployment: Deployment = {
    uuid: walk.delivery.uuid(),
    environment: environment.uuid,
    step: stepUuid,
    pipeline: pipeline.uuid,
    releaseName: `#${pipeline.buildNumber}`,
    releaseUuid: walk.delivery.uuid(),
    commit: '',
    deployer: deployer.uuid,
    state,
    isRollback,
    version: state.name === 'UNDEPLOYED' ? 1 : 5,
    createdOn,
    lastUpdate: state.name === 'COMPLETED' ? state.completedOn : createdOn,
  }
  nameLater(walk, commit, (hash) => {
    deployment.commit = hash
  })
  walk.state.deployments.push(deployment)
}

/** What would end after the world's present has not ended yet. */
function stillRunning(walk: Walk, pipeline: Pipeline, steps: readonly PipelineStep[]): void {
  if (pipeline.completedOn !== null && pipeline.completedOn < walk.end) return
  if (pipeline.completedOn !== null) pipeline.state = { name: 'IN_PROGRESS', stage: 'RUNNING' }
  pipeline.completedOn = null
  for (const one of steps) {
    if (one.startedOn !== null && one.startedOn >= walk.end)
      Object.assign(one, { startedOn: null, state: { name: 'PENDING' } })
    if (one.completedOn === null || one.completedOn < walk.end) continue
    if (one.startedOn !== null) one.state = { name: 'IN_PROGRESS' }
    one.completedOn = null
  }
  // A pipeline's own deployments are the last ones made.
  const { deployments } = walk.state
  for (let i = deployments.length - 1; deployments[i]?.pipeline === pipeline.uuid; i--) {
    const deployment = deployments[i]
    if (deployment !== undefined && !deployment.isRollback) unfinish(walk, deployment)
  }
}

function unfinish(walk: Walk, deployment: Deployment): void {
  const { state } = deployment
  if (state.name !== 'COMPLETED' || state.completedOn < walk.end) return
  const begun = state.startedOn < walk.end
  deployment.state = begun ? { name: 'IN_PROGRESS', startedOn: state.startedOn } : { name: 'UNDEPLOYED' }
  deployment.createdOn = Math.min(deployment.createdOn, walk.end - SECOND)
  deployment.lastUpdate = deployment.createdOn
}

/** Repositories without pipelines report from a build server of their own. */
export function externalStatus(random: Random, name: string, at: Instant) {
  const failed = random.chance(0.15)
  return {
    key: `ci/${name}`,
    kind: 'build',
    state: failed ? 'FAILED' : 'SUCCESSFUL',
    name: `${name} #${random.int(1, 9000)}`,
    description: failed ? 'Two tests failed' : 'All tests passed',
    url: `https://ci.harbourline.example/job/${name}/`,
    refname: null,
    createdOn: at + 30 * SECOND,
    updatedOn: at + 4 * MINUTE,
  } as const
}
