/** Pipelines, deployments, build statuses, comments on commits. */
import type { Change } from '../change.ts'
import { statusOf } from '../content/statuses.ts'
import type * as m from '../model.ts'
import { SECOND } from '../time.ts'
import { Impossible, type PipelineOptions, type Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { branchHead, enter, happening, leave, pullRequestOf, type Scene } from './scene.ts'

type DeliveryVerbs = Pick<
  Verbs,
  'runPipeline' | 'finishPipeline' | 'rollBack' | 'setStatus' | 'commentOnCommit'
>

export function deliveryVerbs(ground: Ground): DeliveryVerbs {
  return {
    runPipeline: (repository, options) => runPipeline(enter(ground, repository, options.creator), options),
    finishPipeline: (repository, pipeline, result) =>
      finishPipeline(enter(ground, repository, ''), pipeline, result),
    rollBack: (repository, environment, actor) => rollBack(enter(ground, repository, actor), environment),
    setStatus: (repository, commit, status, actor) =>
      setStatus(enter(ground, repository, actor), commit, status),
    commentOnCommit: (repository, commit, content, actor) => {
      const scene = enter(ground, repository, actor)
      leave(scene, {
        ...happening(scene),
        kind: 'repo:commit_comment_created',
        commit: knownCommit(scene, commit),
        content,
      })
    },
  }
}

function knownCommit(scene: Scene, hash: m.Hash): m.Hash {
  const commit = scene.content.commit(hash)
  if (commit === undefined) throw new Impossible(`There is no commit ${hash}.`)
  return commit.hash
}

function runPipeline(scene: Scene, options: PipelineOptions): m.Pipeline {
  const { state, random, at } = scene
  if (!scene.repository.pipelinesEnabled) throw new Impossible('Pipelines are not enabled here.')
  const pipeline: m.Pipeline = {
    uuid: random.uuid(),
    buildNumber: (state.pipelines[0]?.buildNumber ?? 0) + 1,
    creator: options.creator,
    trigger: options.trigger ?? 'MANUAL',
    target: targetOf(scene, options),
    state: { name: 'IN_PROGRESS', stage: 'RUNNING' },
    createdOn: at,
    completedOn: null,
    durationInSeconds: 0,
    buildSecondsUsed: 0,
    runNumber: 1,
  }
  const steps = [newStep(scene, pipeline, 'Build and test', null)]
  if (options.deployTo !== undefined) steps.push(deployStep(scene, pipeline, options.deployTo))
  state.pipelines.unshift(pipeline)
  state.steps.set(pipeline.uuid, steps)
  leave(scene, ...reports(scene, pipeline, 'repo:commit_status_created'))
  if (options.running !== true) end(scene, pipeline, options.result ?? 'SUCCESSFUL')
  return pipeline
}

function targetOf(scene: Scene, options: PipelineOptions): m.PipelineTarget {
  if (options.pullRequest !== undefined) {
    const { shown } = pullRequestOf(scene, options.pullRequest)
    return {
      kind: 'pullrequest',
      pullRequest: shown.id,
      source: shown.source.branch,
      destination: shown.destination.branch,
      commit: shown.source.commit ?? '',
      destinationCommit: shown.destination.commit ?? '',
      selector: { type: 'pull-requests', pattern: '**' },
    }
  }
  if (options.branch === undefined && options.commit !== undefined) {
    return {
      kind: 'commit',
      commit: knownCommit(scene, options.commit),
      selector: { type: 'custom', pattern: 'by-hand' },
    }
  }
  const refName = options.branch ?? scene.repository.mainBranch ?? ''
  const head = scene.content.recordOf(branchHead(scene, refName)).hash
  const commit = options.commit === undefined ? head : knownCommit(scene, options.commit)
  return { kind: 'ref', refType: 'branch', refName, commit, selector: { type: 'branches', pattern: refName } }
}

function newStep(
  scene: Scene,
  pipeline: m.Pipeline,
  name: string,
  environment: m.Environment | null,
): m.PipelineStep {
  return {
    uuid: scene.random.uuid(),
    pipeline: pipeline.uuid,
    name,
    runNumber: 1,
    image: 'atlassian/default-image:4',
    scriptCommands: [environment === null ? 'make test' : `make deploy TO=${environment.slug}`],
    trigger: environment?.type === 'Production' ? 'manual' : 'automatic',
    state: environment === null ? { name: 'IN_PROGRESS' } : { name: 'PENDING' },
    startedOn: environment === null ? scene.at : null,
    completedOn: null,
    durationInSeconds: 0,
    maxTime: 120,
    environment: environment?.uuid ?? null,
    registryPassword: null,
  }
}

function environmentOf({ state }: Scene, name: string): m.Environment {
  const found = state.environments.find((one) => one.name === name || one.slug === name || one.uuid === name)
  if (found === undefined) throw new Impossible(`There is no environment ${name}.`)
  return found
}

function deployStep(scene: Scene, pipeline: m.Pipeline, name: string): m.PipelineStep {
  const environment = environmentOf(scene, name)
  const step = newStep(scene, pipeline, `Deploy to ${environment.name}`, environment)
  scene.state.deployments.unshift({
    uuid: scene.random.uuid(),
    environment: environment.uuid,
    step: step.uuid,
    pipeline: pipeline.uuid,
    releaseName: `#${pipeline.buildNumber}`,
    releaseUuid: scene.random.uuid(),
    commit: pipeline.target.commit,
    deployer: scene.actor,
    state: { name: 'UNDEPLOYED' },
    isRollback: false,
    version: 1,
    createdOn: scene.at,
    lastUpdate: scene.at,
  })
  return step
}

function finishPipeline(
  scene: Scene,
  uuid: m.Uuid,
  result: NonNullable<PipelineOptions['result']>,
): m.Pipeline {
  const pipeline = scene.state.pipelines.find((one) => one.uuid === uuid)
  if (pipeline === undefined || pipeline.state.name === 'COMPLETED')
    throw new Impossible('There is nothing to finish.')
  end({ ...scene, actor: pipeline.creator }, pipeline, result)
  return pipeline
}

type Result = NonNullable<PipelineOptions['result']>

/** The last step takes the pipeline's result, those before it went well. */
function end(scene: Scene, pipeline: m.Pipeline, result: Result): void {
  const at = scene.ground.tick()
  const seconds = Math.max(1, Math.round((at - pipeline.createdOn) / SECOND))
  Object.assign(pipeline, {
    state: { name: 'COMPLETED', result },
    completedOn: at,
    durationInSeconds: seconds,
    buildSecondsUsed: seconds,
  })
  const steps = scene.state.steps.get(pipeline.uuid) ?? []
  for (const [i, step] of steps.entries()) {
    const stepResult = i < steps.length - 1 ? 'SUCCESSFUL' : result === 'EXPIRED' ? 'STOPPED' : result
    const startedOn = step.startedOn ?? at
    const durationInSeconds = Math.round((at - startedOn) / SECOND)
    Object.assign(step, {
      state: { name: 'COMPLETED', result: stepResult },
      startedOn,
      completedOn: at,
      durationInSeconds,
    })
  }
  const deployments = endDeployments(scene, pipeline, result, at)
  leave(
    { ...scene, at },
    ...deployments,
    ...reports({ ...scene, at }, pipeline, 'repo:commit_status_updated'),
  )
}

function endDeployments(scene: Scene, pipeline: m.Pipeline, result: Result, at: number): Change[] {
  const status =
    result === 'SUCCESSFUL' ? 'SUCCESSFUL' : result === 'FAILED' || result === 'ERROR' ? 'FAILED' : 'STOPPED'
  const changes: Change[] = []
  for (const one of scene.state.deployments) {
    if (one.pipeline !== pipeline.uuid || one.state.name === 'COMPLETED') continue
    one.state = { name: 'COMPLETED', status, startedOn: one.createdOn, completedOn: at }
    Object.assign(one, { lastUpdate: at, version: one.version + 2 })
    changes.push({ ...happening(scene), at, kind: 'deployment:changed', deployment: one.uuid })
  }
  return changes
}

function reports(
  scene: Scene,
  pipeline: m.Pipeline,
  kind: 'repo:commit_status_created' | 'repo:commit_status_updated',
): Change[] {
  const status = statusOf(pipeline)
  return [
    { ...happening(scene), kind, status },
    { ...happening(scene), kind: 'pipeline:span_created', pipeline: pipeline.uuid },
  ]
}

/** Deploys the last release that went well before the present one. */
function rollBack(scene: Scene, name: string): m.Deployment {
  const { state, at, random } = scene
  const environment = environmentOf(scene, name)
  const done = state.deployments.filter(
    (one) => one.environment === environment.uuid && one.state.name === 'COMPLETED',
  )
  const good = done
    .slice(1)
    .find((one) => one.state.name === 'COMPLETED' && one.state.status === 'SUCCESSFUL')
  if (good === undefined) throw new Impossible(`Nothing to go back to in ${environment.name}.`)
  const again: m.Deployment = {
    ...good,
    uuid: random.uuid(),
    deployer: scene.actor,
    isRollback: true,
    version: good.version + 2,
    createdOn: at,
    lastUpdate: at,
    state: { name: 'COMPLETED', status: 'SUCCESSFUL', startedOn: at, completedOn: at },
  }
  state.deployments.unshift(again)
  leave(scene, { ...happening(scene), kind: 'deployment:changed', deployment: again.uuid })
  return again
}

type NewStatus = Parameters<Verbs['setStatus']>[2]

function setStatus(scene: Scene, commit: m.Hash, given: NewStatus): m.CommitStatus {
  const { state, at } = scene
  const hash = knownCommit(scene, commit)
  const statuses = state.statuses.get(hash) ?? []
  const known = statuses.find((one) => one.key === given.key)
  const status: m.CommitStatus = {
    name: given.key,
    description: '',
    url: 'https://ci.harbourline.example/',
    refname: null,
    createdOn: at,
    ...known,
    ...given,
    kind: 'build',
    commit: hash,
    updatedOn: at,
  }
  state.statuses.set(hash, [...statuses.filter((one) => one !== known), status])
  const kind = known === undefined ? 'repo:commit_status_created' : 'repo:commit_status_updated'
  leave(scene, { ...happening(scene), kind, status })
  return status
}
