import { openGap } from '../gap.ts'
import type { Slice } from '../slice.ts'
import type { Engine } from './engine.ts'
import { isOpen, loadProgress, move } from './progress.ts'
import { loadScene } from './scene.ts'

/** What is left of a slice is a gap, so that a run ends whose work fails again and again for a reason of our own. */
export async function giveUp(engine: Engine, slice: Slice, error: unknown): Promise<void> {
  const scene = await loadScene(engine.db, engine.connectors, slice)
  if (!scene) return
  const states = await loadProgress(engine.db, scene.runId, slice)
  for (const { name } of scene.streams.filter((stream) => isOpen(states.get(stream.name)))) {
    await openGap(engine.db, slice, name, error)
    await move(engine.db, scene, slice, name, { state: 'gap' })
  }
}
