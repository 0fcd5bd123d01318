import type * as m from '../model.ts'
import type { RepositoryState } from './state.ts'

/** Pipelines report on the commit they ran for; build servers of one's own add theirs. */
export function statusesByCommit(state: RepositoryState): Map<m.Hash, m.CommitStatus[]> {
  const found = new Map([...state.statuses].map(([commit, statuses]) => [commit, [...statuses]]))
  for (const pipeline of state.pipelines) {
    const statuses = found.get(pipeline.target.commit) ?? []
    statuses.push(statusOf(pipeline))
    found.set(pipeline.target.commit, statuses)
  }
  return found
}

export function statusOf(pipeline: m.Pipeline): m.CommitStatus {
  const { state, target } = pipeline
  const result = state.name === 'COMPLETED' ? state.result : 'INPROGRESS'
  const refname =
    target.kind === 'ref' ? target.refName : target.kind === 'pullrequest' ? target.source : null
  return {
    key: pipeline.uuid.slice(1, -1).replaceAll('-', '').slice(0, 32),
    commit: target.commit,
    kind: 'build',
    state: result === 'ERROR' || result === 'EXPIRED' ? 'FAILED' : result,
    name: `Pipeline #${pipeline.buildNumber}${refname === null ? '' : ` for ${refname}`}`,
    description: state.name === 'COMPLETED' ? 'The pipeline has ended.' : 'The pipeline is running.',
    url: `https://bitbucket.org/pipelines/${pipeline.buildNumber}`,
    refname,
    createdOn: pipeline.createdOn,
    updatedOn: pipeline.completedOn ?? pipeline.createdOn,
  }
}
