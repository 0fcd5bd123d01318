import { randomUUID } from 'node:crypto'
import { signature } from '../../simulator/webhooks/signature.ts'
import { demand } from '../scenario.ts'
import type { Process } from './program.ts'
import type { Site } from './site.ts'
import { waitFor } from './sync.ts'
import { type KeptWorker, keepWorker } from './worker.ts'

/** An installation whose Bitbucket tells it what happens: its server and its worker run, each for itself. */
export interface Listening {
  readonly worker: KeptWorker
  /** Runs the program as the operator of this installation would, and demands that it ends well. */
  windlass(args: readonly string[]): Promise<void>
  /** A delivery from somebody who knows the secret. Answers with the status. */
  deliver(event: string, body: string): Promise<number>
  /** Ends the server as if its machine had failed; what is sent meanwhile reaches nobody. */
  killServer(): Promise<void>
  startServer(): Promise<void>
  /** Resolves when everything that was sent is dealt with, and so are the runs that came of it. */
  quiet(): Promise<void>
  stop(): Promise<void>
}

const patience = 120_000

export async function listen(site: Site): Promise<Listening> {
  let server = serve(site, '0')
  const { port } = new URL(await addressOf(server))
  const origin = `http://127.0.0.1:${port}`
  const env = { WINDLASS_PUBLIC_URL: origin }
  const windlass = async (args: readonly string[]) => {
    const done = site.windlass(args, { env })
    const { code } = await done.ended
    demand(code === 0, `windlass ${args.join(' ')} ended with ${code}:\n${done.said()}`)
  }
  await windlass(['webhooks', 'register'])
  const worker = keepWorker(site, { env })
  return {
    worker,
    windlass,
    deliver: (event, body) => deliver(site, `${origin}/webhooks/bitbucket`, event, body),
    async killServer() {
      server.child.kill('SIGKILL')
      await server.ended
    },
    async startServer() {
      server = serve(site, port)
      await addressOf(server)
    },
    quiet: () => quiet(site),
    async stop() {
      await worker.stop()
      server.child.kill('SIGTERM')
      await server.ended
    },
  }
}

function serve(site: Site, port: string): Process {
  return site.windlass(['start', '--only', 'api', '--json'], { env: { WINDLASS_PORT: port } })
}

async function addressOf(server: Process): Promise<string> {
  const url = /"url": "([^"]+)"/
  await server.until(url)
  return url.exec(server.said())?.[1] ?? ''
}

async function quiet({ simulator, database }: Site): Promise<void> {
  await simulator.simulation.webhooks.settled()
  await waitFor(
    async () => {
      const { rows } = await database.pool.query(
        `select from deliveries where state in ('waiting', 'placed')
         union all select from sync_runs where state = 'running' limit 1`,
      )
      return rows.length === 0
    },
    patience,
    'deliveries were not dealt with',
  )
}

async function deliver({ simulator }: Site, url: string, event: string, body: string): Promise<number> {
  const [hook] = simulator.simulation.cloud.hooks.all()
  demand(hook?.secret != null, 'no webhook was registered')
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-event-key': event,
      'x-hook-uuid': hook.uuid.slice(1, -1),
      'x-request-uuid': randomUUID(),
      'x-hub-signature': signature(hook.secret, Buffer.from(body)),
    },
  })
  return answer.status
}
