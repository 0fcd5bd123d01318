import type { Json } from '../../query/fields.ts'
import type {
  CommitStatus,
  Deployment,
  Environment,
  Pipeline,
  PipelineStep,
  PipelineTarget,
  Repository,
} from '../../world/model.ts'
import { isoMicros, isoNanos } from '../../world/time.ts'
import type { Cloud } from '../cloud.ts'
import type { Asks } from '../collection.ts'
import { accountStub } from './account.ts'
import { commitStub } from './commit.ts'
import { api, pathOf, web } from './links.ts'
import { pullRequestStub } from './pullrequest.ts'
import { repositoryPath, repositoryStub, repositoryWeb } from './repository.ts'

type Where = { readonly cloud: Cloud; readonly repository: Repository }

function stateShape(state: Pipeline['state']): Json {
  const type = `pipeline_state_${state.name.toLowerCase()}`
  if (state.name === 'COMPLETED')
    return {
      type,
      name: state.name,
      result: { type: `${type}_${state.result.toLowerCase()}`, name: state.result },
    }
  if (state.name === 'IN_PROGRESS')
    return {
      type,
      name: state.name,
      stage: { type: `${type}_${state.stage.toLowerCase()}`, name: state.stage },
    }
  return { type, name: state.name }
}

function selectorShape(target: PipelineTarget): Json {
  const { type, pattern } = target.selector
  return pattern === null ? { type } : { type, pattern }
}

function targetShape({ cloud, repository }: Where, target: PipelineTarget): Json {
  const commit = commitStub(cloud, repository, target.commit)
  const selector = selectorShape(target)
  if (target.kind === 'commit') return { type: 'pipeline_commit_target', selector, commit }
  if (target.kind === 'ref') {
    const { refType, refName } = target
    return { type: 'pipeline_ref_target', ref_type: refType, ref_name: refName, selector, commit }
  }
  const pullRequest = cloud.world.content(repository.uuid).pullRequest(target.pullRequest)
  return {
    type: 'pipeline_pullrequest_target',
    source: target.source,
    destination: target.destination,
    destination_commit: commitStub(cloud, repository, target.destinationCommit),
    commit,
    selector,
    pullrequest: pullRequest ? pullRequestStub({ cloud, repository }, pullRequest) : null,
  }
}

export function pipelineShape(where: Where, pipeline: Pipeline): Json {
  const path = `${repositoryPath(where.cloud, where.repository)}/pipelines${pathOf(pipeline.uuid)}`
  const trigger = pipeline.trigger
  return {
    type: 'pipeline',
    uuid: pipeline.uuid,
    build_number: pipeline.buildNumber,
    run_number: pipeline.runNumber,
    state: stateShape(pipeline.state),
    target: targetShape(where, pipeline.target),
    trigger: { type: `pipeline_trigger_${trigger.toLowerCase()}`, name: trigger },
    created_on: isoNanos(pipeline.createdOn),
    ...(pipeline.completedOn === null ? {} : { completed_on: isoNanos(pipeline.completedOn) }),
    duration_in_seconds: pipeline.durationInSeconds,
    build_seconds_used: pipeline.buildSecondsUsed,
    first_successful: false,
    expired: pipeline.state.name === 'COMPLETED' && pipeline.state.result === 'EXPIRED',
    has_variables: false,
    creator: accountStub(where.cloud, pipeline.creator),
    repository: repositoryStub(where.cloud, where.repository),
    links: { self: api(where.cloud, path), steps: api(where.cloud, `${path}/steps/`) },
  }
}

function stepState(step: PipelineStep): Json {
  const type = `pipeline_step_state_${step.state.name.toLowerCase()}`
  if (step.state.name !== 'COMPLETED') return { type, name: step.state.name }
  const { result } = step.state
  return { type, name: 'COMPLETED', result: { type: `${type}_${result.toLowerCase()}`, name: result } }
}

const command = (text: string) => ({ commandType: 'user', name: text, command: text })

// A registry's password travels in `image` when the step pulls a private image: real answers have done so.
function imageShape(step: PipelineStep): Json {
  if (step.registryPassword === null) return { name: step.image }
  const user = 'registry-robot'
  return { name: step.image, username: user, password: step.registryPassword, email: `${user}@example.com` }
}

export function stepShape(step: PipelineStep): Json {
  return {
    type: 'pipeline_step',
    uuid: step.uuid,
    name: step.name,
    run_number: step.runNumber,
    pipeline: { type: 'pipeline', uuid: step.pipeline },
    setup_commands: [
      command('umask 000'),
      command('git clone --branch="$BITBUCKET_BRANCH" "$REPOSITORY" $BUILD_DIR'),
    ],
    script_commands: step.scriptCommands.map(command),
    teardown_commands: [
      { ...command('echo "Uploading metrics"'), commandType: 'system', action: 'UPLOAD_METRICS' },
    ],
    image: imageShape(step),
    maxTime: step.maxTime,
    build_seconds_used: step.durationInSeconds,
    duration_in_seconds: step.durationInSeconds,
    trigger: { type: `pipeline_step_trigger_${step.trigger}` },
    state: stepState(step),
    ...(step.startedOn === null ? {} : { started_on: isoNanos(step.startedOn) }),
    ...(step.completedOn === null ? {} : { completed_on: isoNanos(step.completedOn) }),
  }
}

export function environmentShape(environment: Environment): Json {
  return {
    uuid: environment.uuid,
    name: environment.name,
    type: 'deployment_environment',
    slug: environment.slug,
    category: { name: environment.type },
    restrictions: { admin_only: environment.adminOnly, type: 'deployment_restrictions_configuration' },
    environment_lock_enabled: environment.lockEnabled,
    lock: environment.locked
      ? { type: 'deployment_environment_lock_locked', name: 'LOCKED' }
      : { type: 'deployment_environment_lock_open', name: 'OPEN' },
    deployment_gate_enabled: false,
    rank: environment.rank,
    hidden: environment.hidden,
    environment_type: { name: environment.type, type: 'deployment_environment_type', rank: environment.rank },
  }
}

// The release is named after the build: `#12` lies at results/12.
function resultsUrl({ cloud, repository }: Where, deployment: Deployment): string {
  const page = `${repositoryWeb(cloud, repository)}/addon/pipelines/home#!/results`
  return web(cloud, `${page}/${deployment.releaseName.slice(1)}`).href
}

function deploymentState({ cloud, repository }: Where, deployment: Deployment, asks: Asks): Json {
  const { state } = deployment
  const url = `${resultsUrl({ cloud, repository }, deployment)}/steps/${encodeURIComponent(deployment.step)}`
  const type = `deployment_state_${state.name.toLowerCase()}`
  const deployer = asks('state') ? { deployer: accountStub(cloud, deployment.deployer) } : {}
  if (state.name === 'UNDEPLOYED') return { type, name: state.name, trigger_url: url }
  const started = {
    type,
    name: state.name,
    url,
    started_on: isoNanos(state.startedOn),
    ...deployer,
  }
  if (state.name === 'IN_PROGRESS') return started
  const status = { name: state.status, type: `${type}_${state.status.toLowerCase()}` }
  return { ...started, status, completed_on: isoNanos(state.completedOn) }
}

// The environment is a bare uuid until `fields` asks for its name.
export function deploymentShape(where: Where, deployment: Deployment, asks: Asks): Json {
  const { cloud, repository } = where
  const commit = commitStub(cloud, repository, deployment.commit)
  const key = `pipelines-${deployment.pipeline}`
  const release = {
    type: 'deployment_release',
    uuid: deployment.releaseUuid,
    pipeline: { uuid: deployment.pipeline, type: 'pipeline' },
    key,
    name: deployment.releaseName,
    url: resultsUrl(where, deployment),
    commit,
  }
  const environments = asks('environment') ? cloud.world.content(repository.uuid).environments : []
  const environment = environments.find((one) => one.uuid === deployment.environment)
  return {
    uuid: deployment.uuid,
    type: 'deployment',
    environment: environment ? environmentShape(environment) : { uuid: deployment.environment },
    step: { uuid: deployment.step },
    commit,
    last_update_time: isoNanos(deployment.lastUpdate),
    key: `steps-${deployment.step}`,
    state: deploymentState(where, deployment, asks),
    version: deployment.version,
    deployable: { ...release, created_on: isoNanos(deployment.createdOn) },
    release,
  }
}

export function statusShape(where: Where, status: CommitStatus, hash: string = status.commit): Json {
  const { cloud, repository } = where
  const commit = `${repositoryPath(cloud, repository)}/commit/${status.commit}`
  return {
    key: status.key,
    type: status.kind,
    state: status.state,
    name: status.name,
    refname: status.refname,
    commit: commitStub(cloud, repository, hash),
    url: status.url,
    repository: repositoryStub(cloud, repository),
    description: status.description,
    created_on: isoMicros(status.createdOn),
    updated_on: isoMicros(status.updatedOn),
    links: { self: api(cloud, `${commit}/statuses/build${pathOf(status.key)}`), commit: api(cloud, commit) },
  }
}
