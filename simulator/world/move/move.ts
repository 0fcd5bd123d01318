/** Random changes, the same ones for the same seed and history. */
import type { Change } from '../change.ts'
import { randomStream } from '../random.ts'
import type { Instant } from '../time.ts'
import { Impossible } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { MOVES } from './moves.ts'

/** A move may turn out impossible; so many attempts in a row mean that nothing can move here at all. */
const PATIENCE = 200

/** All `at` one moment when that is given; else time passes between them. */
export function move(given: Ground, count: number, seed: number, at?: Instant): Change[] {
  const ground = at === undefined ? given : standing(given, at)
  const random = randomStream(ground.seed, 'move', seed, ground.nextSerial())
  const changes: Change[] = []
  const stop = ground.world.subscribe((change) => changes.push(change))
  try {
    let failures = 0
    for (let done = 0; done < count && failures < PATIENCE; ) {
      if (attempt(() => random.pick(MOVES)(ground, random))) done++
      else failures++
    }
  } finally {
    stop()
  }
  return changes
}

/** The same ground under a clock that moves only as verbs move it. */
function standing(ground: Ground, at: Instant): Ground {
  ground.world.setNow(at)
  return { ...ground, world: { ...ground.world, setNow: () => {} } }
}

function attempt(play: () => void): boolean {
  try {
    play()
    return true
  } catch (error) {
    if (error instanceof Impossible) return false
    throw error
  }
}
