import { connectors } from '../../connectors/index.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { cancelRun, pauseRun, resumeRun } from '../../sync/run/control.ts'
import { outlookOf } from '../../sync/run/outlook.ts'
import { getRun, listRuns, lockRun, progressOf, type Run, slicesOf } from '../../sync/run/report.ts'
import { startRun } from '../../sync/run/runs.ts'
import { templatesOf } from '../../sync/run/templates.ts'
import { runs as resource } from '../contract/runs.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const runs = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const before = readCursor('runs', byId, cursor)?.[0]
    const rows = await listRuns(db, filter, before, limit + 1)
    return page('runs', rows, { limit, place: (row) => [row.id], item: runOf })
  },

  get: async ({ house, db, params }) => {
    const run = await getRun(db, params.id)
    const progress = await progressOf(db, run.id)
    const sum = (name: 'requests' | 'changed' | 'seen') => progress.reduce((all, one) => all + one[name], 0)
    const spent = sum('requests')
    const { limitWindowSeconds: windowSeconds } = house.config
    const outlook = await outlookOf(db, run, { connectors, windowSeconds, spent })
    const templates = templatesOf(connectors)
    return {
      ...runOf(run),
      streams: progress.map((one) => ({
        ...one,
        template: templates.get(one.stream) ?? one.stream,
        expected_left: outlook.left.get(one.stream) ?? 0,
      })),
      totals: {
        ...{ requests: spent, changed: sum('changed'), seen: sum('seen') },
        expected_left: outlook.leftInAll,
        eta: outlook.eta && { from: outlook.eta.from.toISOString(), to: outlook.eta.to.toISOString() },
        eta_reason: outlook.reason,
      },
    }
  },

  slices: async ({ db, params, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const { id } = await getRun(db, params.id)
    const after = readCursor('slices', byId, cursor)?.[0]
    const rows = await slicesOf(db, id, filter, after, limit + 1)
    return page('slices', rows, {
      limit,
      place: (row) => [row.place],
      item: ({ workspace, repository, streams }) => ({ workspace, repository, streams: [...streams] }),
    })
  },

  start: async ({ params, query, change }) =>
    change(async (tx) => {
      const { scope = 'all' } = query
      const id = await startRun(tx, connectors, { connectionId: params.id, cause: 'person', scope })
      if (id === null) throw new Failure('conflict', { detail: 'The connection is suspended or has ended.' })
      const run = await getRun(tx, id)
      return { answer: runOf(run), subject: subjectOf(run), after: { run: id, scope: run.scope } }
    }),

  pause: async ({ params, change }) => change((tx) => changed(tx, params.id, () => pauseRun(tx, params.id))),

  resume: async ({ params, change }) =>
    change((tx) => changed(tx, params.id, () => resumeRun(tx, params.id))),

  cancel: async ({ params, change }) =>
    change((tx) => changed(tx, params.id, () => cancelRun(tx, connectors, params.id))),
})

async function changed(tx: Db, id: string, work: () => Promise<Run>) {
  const { state: before } = await lockRun(tx, id)
  const run = await work()
  return {
    answer: runOf(run),
    subject: subjectOf(run),
    before: { run: id, state: before },
    after: { run: id, state: run.state },
  }
}

function subjectOf({ connection_id: id, alias }: Run) {
  return { kind: 'connection', id, name: alias }
}

function runOf({ id, connection_id, alias, scope, cause, state, started_at, ended_at, error }: Run) {
  return {
    ...{ id, scope, cause, state, error },
    connection: { id: connection_id, alias },
    started_at: started_at.toISOString(),
    ended_at: ended_at?.toISOString() ?? null,
  }
}
