import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Config } from '../../config.ts'
import { keyFilePath } from '../../connections/key-file.ts'
import { Failure } from '../../errors.ts'

/** Sizes of the invented company that a laptop can show. */
export const worldSizes = ['XS', 'demo', 'S'] as const
export type WorldSize = (typeof worldSizes)[number]

const DemoState = Type.Object({
  world: Type.Union(worldSizes.map((size) => Type.Literal(size))),
  /** Last day of the invented history; the same at every start, or all that was collected would be another's. */
  today: Type.String(),
  /** Where the simulator listened last: addresses of it are in what was collected. */
  port: Type.Integer(),
})
export type DemoState = Static<typeof DemoState>

/** Where the demo keeps what is not the installation's; that it is there says that the data are a demo's. */
export function demoDirectory({ dataDirectory }: Pick<Config, 'dataDirectory'>): string {
  return join(dataDirectory, 'demo')
}

/** Refuses to start a demo on what is a real installation's, and the other way round. */
export function refuseMixing(config: Config): void {
  const { demo, dataDirectory, databaseUrl } = config
  if (demo && databaseUrl !== undefined)
    throw new Failure('demo_mixed', { detail: 'DATABASE_URL is set, and the demo would write there.' })
  if (existsSync(demoDirectory(config)) === demo) return
  if (!demo)
    throw new Failure('demo_mixed', { detail: `${dataDirectory} belongs to a demo: only --demo starts it.` })
  if (existsSync(join(dataDirectory, 'postgres')) || existsSync(keyFilePath(dataDirectory)))
    throw new Failure('demo_mixed', { detail: `${dataDirectory} belongs to a real installation.` })
}

/** What the last start wrote; of a first start, of the size that was asked for. Makes the directory. */
export async function openState(config: Config, size: WorldSize | undefined): Promise<DemoState> {
  await mkdir(demoDirectory(config), { recursive: true, mode: 0o700 })
  const path = statePath(config)
  const state: unknown = existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : null
  if (!Value.Check(DemoState, state)) {
    const fresh: DemoState = { world: size ?? 'demo', today: lastDay(new Date()), port: 0 }
    await writeState(config, fresh)
    return fresh
  }
  if (size === undefined || size === state.world) return state
  throw new Failure('invalid_input', {
    detail: `--world: the demo in ${config.dataDirectory} has the size ${state.world}, for good.`,
  })
}

export async function writeState(config: Config, state: DemoState): Promise<void> {
  const path = statePath(config)
  // Renamed into place: a demo that is killed meanwhile still has the one before.
  await writeFile(`${path}.new`, `${JSON.stringify(state)}\n`, { mode: 0o600 })
  await rename(`${path}.new`, path)
}

function statePath(config: Config): string {
  return join(demoDirectory(config), 'state.json')
}

/** The simulator's history ends at 17:30 of its last day, and may not end in the future. */
function lastDay(now: Date): string {
  return new Date(now.getTime() - 17.5 * 3_600_000).toISOString().slice(0, 10)
}
