import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createCloudHandler } from './cloud/handle.ts'
import { createControls } from './controls/controls.ts'
import type { RuleInput } from './faults/rule.ts'
import { createGate } from './gate.ts'
import { openGitStore } from './git/store.ts'
import { createGitRoute } from './git-route.ts'
import { bytes } from './http/answer.ts'
import { readBody } from './http/body.ts'
import { send } from './http/wire.ts'
import type { Ledger } from './ledger/ledger.ts'
import { createSimulation, type Simulation } from './simulation.ts'
import type { WorldSize } from './world/interface.ts'
import { createClock } from './world/move/clock.ts'
import { type ClosableWorld, createWorld } from './world/world.ts'

export type SimulatorOptions = {
  readonly size?: WorldSize
  readonly seed?: number
  readonly today?: string
  // 0 takes a free one.
  readonly port?: number
  readonly host?: string
  readonly limits?: boolean
  // Length of the limits' hour.
  readonly hourMs?: number
  // A random change so often; without it nothing moves by itself.
  readonly moveMs?: number
  // Where the moments of those changes are noted, to be repeated at the next start.
  readonly journal?: string
  // Where hash chains and bare repositories are kept between runs.
  readonly cacheDirectory?: string
  // How much of the contents of repositories is kept at a time. Whoever reads several of the largest at once from
  // a world of size M has each made anew for each request without it.
  readonly contentsKilobytes?: number
  readonly faults?: readonly RuleInput[]
  readonly onError?: (error: unknown) => void
}

export type Simulator = {
  readonly url: string
  readonly world: ClosableWorld
  readonly ledger: Ledger
  readonly simulation: Simulation
  close(): Promise<void>
}

export const defaults = {
  size: 'XS' as WorldSize,
  seed: 1,
  today: '2026-11-21',
  port: 0,
  host: '127.0.0.1',
  limits: true,
  hourMs: 3_600_000,
} satisfies SimulatorOptions

type Listener = (request: IncomingMessage, response: ServerResponse) => void

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      const address = server.address()
      if (typeof address === 'object' && address) resolve(address)
      else reject(new Error('the server has no address'))
    })
  })
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

const outOfOrder = bytes(500, 'text/plain', 'the simulator itself failed')

function listener(
  simulation: Simulation,
  git: ReturnType<typeof createGitRoute>,
  onError: (error: unknown) => void,
) {
  const { cloud, credentials, limits, nowMs } = simulation
  const controls = createControls(simulation)
  const gate = createGate(simulation, createCloudHandler(cloud, credentials, limits, nowMs, onError))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', cloud.origin)
    if (git.matches(url.pathname)) return git.serve(request, response, url)
    const body = await readBody(request)
    if (!body) {
      await send(response, bytes(413, 'text/plain', 'Request Entity Too Large'), {}, false)
      return
    }
    if (gate.matches(url.pathname)) return gate.serve(request, response, url, body)
    await send(
      response,
      await controls(request.method ?? 'GET', url, body, request.headers.range),
      {},
      request.method === 'HEAD',
    )
  }
  const handle: Listener = (request, response) => {
    answer(request, response).catch((error: unknown) => {
      onError(error)
      if (response.headersSent) response.destroy()
      else void send(response, outOfOrder, {}, false)
    })
  }
  return handle
}

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const wanted = { ...defaults, ...options }
  const onError = options.onError ?? ((error) => process.stderr.write(`${String(error)}\n`))
  const { size, seed, today, cacheDirectory, contentsKilobytes } = wanted
  const world = createWorld({
    size,
    seed,
    today,
    ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
    ...(contentsKilobytes === undefined ? {} : { contentsKilobytes }),
  })
  const store = openGitStore(world)
  const clock = createClock(world, { everyMs: options.moveMs ?? null, journal: options.journal, onError })
  let handle: Listener = (_, response) => response.destroy()
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => handle(request, response))
  const { port } = await listen(server, wanted.port, wanted.host)
  const origin = `http://${wanted.host.includes(':') ? `[${wanted.host}]` : wanted.host}:${port}`
  const simulation = createSimulation(world, { limits: wanted.limits, windowMs: wanted.hourMs, origin })
  simulation.faults.add(wanted.faults ?? [])
  handle = listener(simulation, createGitRoute(simulation, store), onError)
  clock.start()
  return {
    url: origin,
    world,
    ledger: simulation.ledger,
    simulation,
    async close() {
      clock.stop()
      simulation.webhooks.close()
      await closed(server)
      await store.close()
      world.close()
    },
  }
}
