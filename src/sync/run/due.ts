import type { AnyStream } from '../stream.ts'

/** What is known of a stream in one repository or workspace. */
export interface Known {
  /** When it was last read to its end; null if never. */
  readonly completeAt: Date | null
  /** Not before this is one that had nothing asked again. */
  readonly lookAgainAt: Date | null
  /** When the repository had changed last, by the source's clock, as it was read to its end. */
  readonly sourceChangedOn: Date | null
  /** Whether rows of it may still change without a push, such as a pipeline that runs. */
  readonly unsettled: boolean
  /** Whether a part of the time range was never read, such as after its start was moved back. */
  readonly hole: boolean
}

const minute = 60_000
/** A little less than a day, so that a daily run does not fall one cycle late each time. */
const day = 23 * 60 * minute
/** What runs is looked at again after a quarter of an hour, however often the connection is synced. */
export const settling = 15 * minute

/** Whether a run has to ask, or may take what is known. */
export function isDue(
  stream: AnyStream,
  known: Known | undefined,
  changedAt: Date | null,
  now: Date,
): boolean {
  const {
    completeAt = null,
    lookAgainAt = null,
    sourceChangedOn = null,
    unsettled = false,
    hole = false,
  } = known ?? {}
  if (lookAgainAt && lookAgainAt > now) return false
  if (!completeAt || hole || stream.again === 'every-cycle') return true
  const age = now.getTime() - completeAt.getTime()
  if (age > day) return true
  if (stream.again === 'daily') return false
  if (unsettled && age > settling) return true
  return changedAt !== null && (sourceChangedOn === null || changedAt > sourceChangedOn)
}
