import type { Db } from '../../db/pool.ts'
import type { Connector } from '../stream.ts'
import { type Outlook, outlookOf } from './outlook.ts'
import { getRun, progressOf, type Run } from './report.ts'

/** How far a run is, in one line. */
export interface Glance {
  readonly run: Run
  readonly requests: number
  /** Streams of repositories and workspaces that need nothing more, and all of them. */
  readonly done: number
  readonly all: number
  readonly left: number | null
  readonly eta: Outlook['eta']
}

export async function glanceAt(
  db: Db,
  runId: string,
  {
    connectors,
    windowSeconds,
  }: { readonly connectors: readonly Connector[]; readonly windowSeconds: number },
): Promise<Glance> {
  const run = await getRun(db, runId)
  const streams = await progressOf(db, runId)
  const sum = (...names: readonly ('waiting' | 'running' | 'complete' | 'gap' | 'skipped' | 'requests')[]) =>
    streams.reduce((total, one) => names.reduce((all, name) => all + one[name], total), 0)
  const requests = sum('requests')
  const { leftInAll, eta } = await outlookOf(db, run, { connectors, windowSeconds, spent: requests })
  const done = sum('complete', 'gap', 'skipped')
  return { run, requests, done, all: done + sum('waiting', 'running'), left: leftInAll, eta }
}
