/** Entries of a pull request's activity, newest first, and the dates they move. */
import type { PullRequestRecord } from '../content/state.ts'
import type * as m from '../model.ts'
import type { Scene } from './scene.ts'

export function addActivity(record: PullRequestRecord, entry: m.Activity): void {
  record.activity.unshift(entry)
}

export function touchNow(scene: Scene, record: PullRequestRecord): void {
  record.shown.updatedOn = Math.max(record.shown.updatedOn, scene.at)
}

export function addUpdate(scene: Scene, record: PullRequestRecord, changes: m.PullRequestChanges): void {
  const { shown } = record
  addActivity(record, {
    kind: 'update',
    pullRequest: shown.id,
    date: scene.at,
    actor: scene.actor,
    state: shown.state,
    title: shown.title,
    description: shown.description,
    reason: shown.reason,
    draft: shown.draft,
    reviewers: shown.reviewers,
    source: { ...shown.source },
    destination: { ...shown.destination },
    changes,
  })
  touchNow(scene, record)
}
