/** What chance may leave out of a small world's deliveries, put into the first repository shortly before the present. */
import type { Account, Deployment, Pipeline, PipelineTarget } from '../model.ts'
import { MINUTE, SECOND } from '../time.ts'
import { addDeployment, pipelineForRef, rollBack, run, step } from './delivery.ts'
import type { Walk } from './walk.ts'

export function showcaseDeliveries(walk: Walk, commit: number, by: Account): void {
  if (walk.plan.ordinal !== 0) return
  for (const [i, result] of (['STOPPED', 'ERROR', 'EXPIRED'] as const).entries()) {
    const at = walk.end - (50 - i * 5) * MINUTE
    run(walk, { target: targetOf(walk), commit, creator: by, at, trigger: 'SCHEDULE', result }, false)
  }
  pipelineForRef(walk, 'tag', 'nightly', commit, by, walk.end - 33 * MINUTE)
  deployment(walk, commit, by, 'Staging', 30, 'STOPPED')
  deployment(walk, commit, by, 'Production', 25, 'FAILED')
  const production = walk.state.environments.find((one) => one.name === 'Production')
  if (production !== undefined) rollBack(walk, production, walk.end - 15 * MINUTE, by)
  deployment(walk, commit, by, 'Test', 1, 'IN_PROGRESS')
  const waiting = manual(walk, commit, by, 0)
  Object.assign(waiting, {
    state: { name: 'PENDING' },
    completedOn: null,
    durationInSeconds: 0,
    buildSecondsUsed: 0,
  })
  const [first] = walk.state.steps.get(waiting.uuid) ?? []
  if (first !== undefined)
    Object.assign(first, { state: { name: 'PENDING' }, startedOn: null, completedOn: null })
}

function targetOf(walk: Walk): PipelineTarget {
  const selector = { type: 'custom', pattern: 'by-hand' } as const
  return { kind: 'ref', refType: 'branch', refName: walk.mainName, commit: '', selector }
}

/** Started so many minutes before the present; it takes the first ten seconds of them. */
function manual(walk: Walk, commit: number, creator: Account, minutes: number): Pipeline {
  const at = walk.end - minutes * MINUTE - 30 * SECOND
  const pipeline = run(
    walk,
    { target: targetOf(walk), commit, creator, at, trigger: 'MANUAL', result: 'SUCCESSFUL' },
    false,
  )
  const completedOn = pipeline.createdOn + 10 * SECOND
  return Object.assign(pipeline, { state: { name: 'COMPLETED', result: 'SUCCESSFUL' }, completedOn })
}

function deployment(
  walk: Walk,
  commit: number,
  by: Account,
  name: string,
  minutes: number,
  status: 'FAILED' | 'STOPPED' | 'IN_PROGRESS',
): void {
  const environment = walk.state.environments.find((one) => one.name === name)
  if (environment === undefined) return
  const pipeline = manual(walk, commit, by, minutes)
  const startedOn = pipeline.completedOn ?? pipeline.createdOn
  const ended = status === 'IN_PROGRESS' ? null : status
  const one = step(walk, pipeline, `Deploy to ${name}`, startedOn, 15, ended, environment)
  const completedOn = startedOn + 15 * SECOND
  const state: Deployment['state'] =
    ended === null
      ? { name: 'IN_PROGRESS', startedOn }
      : { name: 'COMPLETED', status: ended, startedOn, completedOn }
  if (ended === null) Object.assign(one, { state: { name: 'IN_PROGRESS' }, completedOn: null })
  walk.state.steps.get(pipeline.uuid)?.push(one)
  addDeployment(walk, pipeline, one, environment, commit, by, state, false)
  if (ended === null)
    Object.assign(pipeline, { state: { name: 'IN_PROGRESS', stage: 'RUNNING' }, completedOn: null })
  else Object.assign(pipeline, { state: { name: 'COMPLETED', result: ended }, completedOn })
}
