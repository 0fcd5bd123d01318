import type { Timing } from '../../src/jobs/heartbeat.ts'

/** The proportions of the product, in tenths of a second. */
export const processTiming: Timing = { beat: 200, deadAfter: 1000, poll: 100, finish: 400, leaveOff: 400 }
