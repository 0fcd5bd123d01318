import type { Content } from '../world/content/content.ts'
import type { PipelineTarget } from '../world/model.ts'
import { type Instant, isoMicros } from '../world/time.ts'

function when(at: Instant | null): string | null {
  return at === null ? null : isoMicros(at)
}

export function* pipelines(content: Content) {
  for (const one of content.pipelines) {
    yield {
      uuid: one.uuid,
      build_number: one.buildNumber,
      creator: one.creator,
      trigger: one.trigger,
      state: one.state.name,
      result: one.state.name === 'COMPLETED' ? one.state.result : null,
      ...target(one.target),
      created_on: isoMicros(one.createdOn),
      completed_on: when(one.completedOn),
      duration_in_seconds: one.durationInSeconds,
      build_seconds_used: one.buildSecondsUsed,
    }
  }
}

function target(one: PipelineTarget) {
  const ref =
    one.kind === 'ref' ? { ref_type: one.refType, ref_name: one.refName } : { ref_type: null, ref_name: null }
  return { commit: one.commit, pull_request: one.kind === 'pullrequest' ? one.pullRequest : null, ...ref }
}

/** Script, image and what secrets a payload carried are not for keeping. */
export function* steps(content: Content) {
  for (const pipeline of content.pipelines) {
    for (const [position, one] of content.steps(pipeline.uuid).entries()) {
      yield {
        pipeline: pipeline.uuid,
        position,
        uuid: one.uuid,
        name: one.name,
        state: one.state.name,
        result: one.state.name === 'COMPLETED' ? one.state.result : null,
        started_on: when(one.startedOn),
        completed_on: when(one.completedOn),
        duration_in_seconds: one.durationInSeconds,
        environment: one.environment,
      }
    }
  }
}

export function* environments(content: Content) {
  for (const { uuid, name, slug, type, rank, hidden } of content.environments)
    yield { uuid, name, slug, type, rank, hidden }
}

export function* deployments(content: Content) {
  for (const one of content.deployments) {
    const { state } = one
    yield {
      uuid: one.uuid,
      environment: one.environment,
      pipeline: one.pipeline,
      step: one.step,
      release: one.releaseName,
      commit: one.commit,
      deployer: one.deployer,
      state: state.name,
      status: state.name === 'COMPLETED' ? state.status : null,
      started_on: state.name === 'UNDEPLOYED' ? null : isoMicros(state.startedOn),
      completed_on: state.name === 'COMPLETED' ? isoMicros(state.completedOn) : null,
      created_on: isoMicros(one.createdOn),
      last_update: isoMicros(one.lastUpdate),
      is_rollback: one.isRollback,
    }
  }
}

export function* commitStatuses(content: Content) {
  for (const commit of content.log({})) {
    for (const { key, state, name, url, createdOn, updatedOn } of content.statuses(commit.hash)) {
      const dates = { created_on: isoMicros(createdOn), updated_on: isoMicros(updatedOn) }
      yield { commit: commit.hash, key, state, name, url, ...dates }
    }
  }
}

export function* issues(content: Content) {
  for (const one of content.issues) {
    const { id, title, content: text, reporter, assignee, state, kind, priority, createdOn, updatedOn } = one
    const dates = { created_on: isoMicros(createdOn), updated_on: isoMicros(updatedOn) }
    yield { id, title, content: text, reporter, assignee, state, kind, priority, ...dates }
  }
}

export function* issueComments(content: Content) {
  for (const { id: issue } of content.issues) {
    for (const { id, author, content: text, createdOn } of content.issueComments(issue)) {
      yield { issue, id, author, content: text, created_on: isoMicros(createdOn) }
    }
  }
}
