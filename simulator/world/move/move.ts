/** Random changes, the same ones for the same seed and history. */
import type { Change } from '../change.ts'
import { randomStream } from '../random.ts'
import { Impossible } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { MOVES } from './moves.ts'

/** A move may turn out impossible; so many attempts in a row mean that nothing can move here at all. */
const PATIENCE = 200

export function move(ground: Ground, count: number, seed: number): Change[] {
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

function attempt(play: () => void): boolean {
  try {
    play()
    return true
  } catch (error) {
    if (error instanceof Impossible) return false
    throw error
  }
}
