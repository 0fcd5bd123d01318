import { join } from 'node:path'
import type { Config } from '../../config.ts'
import { connectors } from '../../connectors/index.ts'
import type { Failure } from '../../errors.ts'
import type { Desk } from '../../sync/connect.ts'
import { checkWebhooks } from '../../sync/webhooks/register.ts'
import { connectDemo } from './connect.ts'
import { isFree } from './port.ts'
import { startSimulator } from './simulator.ts'
import { type DemoState, demoDirectory, openState, type WorldSize, writeState } from './state.ts'

/** How often something happens in the invented company: what one watches has changed when one looks again. */
const pace = '20s'

export interface Demo {
  /** The simulator's own page, which hands out credentials to try. */
  readonly url: string
  readonly lost: Promise<Failure>
  /** Has the installation read the simulator. */
  connect(desk: Desk): Promise<void>
  /** Has the simulator tell the installation at `own` what happens. */
  listen(desk: Desk, own: string): Promise<void>
  stop(): Promise<void>
}

/** Starts the Bitbucket of an invented company: the one this data directory knows, at its old port if that is free. */
export async function startDemo(
  config: Config,
  size: WorldSize | undefined,
  signal: AbortSignal,
): Promise<Demo> {
  const state = await openState(config, size)
  const port = (await isFree(state.port)) ? state.port : 0
  const { url, lost, stop } = await startSimulator(flagsOf(config, { ...state, port }), signal)
  return {
    url,
    lost,
    stop,
    async connect(desk) {
      await connectDemo(desk, { url, before: `http://127.0.0.1:${state.port}` })
      await writeState(config, { ...state, port: Number(new URL(url).port) })
    },
    async listen(desk, own) {
      // The simulator forgets its webhooks when it ends.
      await checkWebhooks({ ...desk, connectors, own })
    },
  }
}

function flagsOf(config: Config, { world, today, port }: DemoState): string[] {
  const own = demoDirectory(config)
  const journal = join(own, 'moves')
  return [
    ...['--move', pace, '--journal', journal],
    '--world',
    world,
    '--today',
    today,
    '--port',
    String(port),
    '--cache',
    own,
  ]
}
