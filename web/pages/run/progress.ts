import { formatCount, formatDuration } from '../../ui/value/format.ts'
import { tookSeconds } from '../runs/words.ts'
import type { Run, SliceState, Stream } from './queries.ts'

/** In the order in which they are drawn: what is done first, what is still to do last. */
export const sliceStates: readonly SliceState[] = ['complete', 'skipped', 'gap', 'running', 'waiting']

export const sliceStateTitles: Readonly<Record<SliceState, string>> = {
  complete: 'Complete',
  skipped: 'Skipped',
  gap: 'Gap',
  running: 'Reading',
  waiting: 'Waiting',
}

/** What each says of a slice, for who does not know the word. */
export const sliceStateDocs: Readonly<Record<SliceState, string>> = {
  complete: 'Read to its end.',
  skipped: 'Not due or not offered, or its repository could not be read.',
  gap: 'It should have been read and could not be.',
  running: 'Being read now.',
  waiting: 'Still to be read.',
}

export type Counts = Readonly<Record<SliceState, number>>

/** How many slices stand where, over all streams. */
export function countsOf(streams: readonly Counts[]): Counts {
  const sum = (state: SliceState) => streams.reduce((all, stream) => all + stream[state], 0)
  return {
    complete: sum('complete'),
    skipped: sum('skipped'),
    gap: sum('gap'),
    running: sum('running'),
    waiting: sum('waiting'),
  }
}

export function totalOf(counts: Counts): number {
  return sliceStates.reduce((sum, state) => sum + counts[state], 0)
}

export function doneOf({ complete, skipped, gap }: Counts): number {
  return complete + skipped + gap
}

type Told = Pick<Run, 'state' | 'started_at' | 'ended_at' | 'error'> & {
  readonly streams: readonly Counts[]
  readonly totals: Pick<Run['totals'], 'eta' | 'eta_reason'>
}

/** How a run is, in one sentence. */
export function sentenceOf(run: Told, now: Date): string {
  const counts = countsOf(run.streams)
  const done = `${formatCount(doneOf(counts))} of ${formatCount(totalOf(counts))} slices are done`
  const took = formatDuration(Math.max(1, tookSeconds(run) ?? 0))
  if (run.state === 'running') return `${done}; ${endOf(run.totals, now)}.`
  if (run.state === 'paused') return `Paused: ${done}. Resumed, it goes on from there.`
  if (run.state === 'complete') return `Complete after ${took}: everything that was asked for is read.`
  if (run.state === 'cancelled') return `Cancelled: ${done}. The next run goes on from there.`
  if (run.state === 'failed') return `Failed after ${took}: ${run.error ?? 'no reason was recorded'}`
  return `Ended after ${took} with ${gapsIn(counts.gap)}: ${formatCount(counts.complete)} slices are read, ${formatCount(counts.skipped)} skipped.`
}

const reasons: Readonly<Record<NonNullable<Run['totals']['eta_reason']>, string>> = {
  too_early: 'it is too early to say when it ends',
  no_credential: 'no credential can be used, so nobody can say when it ends',
  paused: 'it is paused',
  ended: 'it has ended',
}

/** "it ends in 4 to 6 min", or why nobody can say. */
function endOf({ eta, eta_reason }: Told['totals'], now: Date): string {
  if (!eta) return reasons[eta_reason ?? 'too_early']
  const [from, to] = [eta.from, eta.to].map((at) => Math.max(1, (Date.parse(at) - now.getTime()) / 1000))
  return `it ends in ${spanOf(from ?? 1, to ?? 1)}`
}

/** "4 to 6 min": a guess, told no finer than it is, and never narrower. */
function spanOf(from: number, to: number): string {
  const [least, most] = [Math.floor(from / stepOf(from)), Math.ceil(to / stepOf(to))]
  const [low, high] = [formatDuration(least * stepOf(from)), formatDuration(most * stepOf(to))]
  if (low === high) return `about ${high}`
  const [, count, unit] = /^(\S+) (\S+)$/.exec(low) ?? []
  return unit !== undefined && /^\S+ (\S+)$/.exec(high)?.[1] === unit
    ? `${count} to ${high}`
    : `${low} to ${high}`
}

function stepOf(seconds: number): number {
  if (seconds >= 36_000) return 3600
  if (seconds >= 120) return 60
  return seconds >= 10 ? 10 : 1
}

function gapsIn(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'gap' : 'gaps'}`
}

/** How much of a stream is done, between 0 and 1; null when nothing of it was asked for. */
export function shareOf(stream: Stream): number | null {
  const total = totalOf(stream)
  return total === 0 ? null : doneOf(stream) / total
}
