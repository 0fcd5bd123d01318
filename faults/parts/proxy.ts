import { connect, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** What a network does to the bytes that come back: `null` hands them on. */
export type Toxic =
  | { readonly kind: 'latency'; readonly ms: number }
  | { readonly kind: 'bandwidth'; readonly bytesPerSecond: number }
  | { readonly kind: 'slow-close'; readonly ms: number }
  | { readonly kind: 'timeout'; readonly ms: number }
  | { readonly kind: 'reset' }
  | { readonly kind: 'slicer'; readonly bytes: number }
  | { readonly kind: 'limit'; readonly bytes: number }

export interface TcpProxy {
  readonly port: number
  /** From now on, for connections that exist as well. */
  set(toxic: Toxic | null): void
  /** Times it had an effect. */
  struck(): number
  close(): void
}

export async function openProxy(target: NetConnectOpts): Promise<TcpProxy> {
  const state = { toxic: null as Toxic | null, struck: 0 }
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const remote = connect({ ...target, allowHalfOpen: true } as NetConnectOpts)
    for (const socket of [client, remote]) {
      open.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => open.delete(socket))
    }
    client.pipe(remote)
    void handBack(remote, client, state)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    set(toxic) {
      state.toxic = toxic
    },
    struck: () => state.struck,
    close() {
      server.close()
      for (const socket of open) socket.destroy()
    },
  }
}

interface State {
  toxic: Toxic | null
  struck: number
}

async function handBack(remote: Socket, client: Socket, state: State): Promise<void> {
  const passed = { bytes: 0 }
  client.on('close', () => remote.destroy())
  try {
    for await (const chunk of remote as AsyncIterable<Buffer>) {
      if (client.destroyed) return
      if (!(await passOn(chunk, client, state, passed))) {
        remote.destroy()
        return
      }
    }
    if (state.toxic?.kind === 'slow-close') {
      state.struck += 1
      await pause(state.toxic.ms)
    }
    client.end()
  } catch {
    client.destroy()
  }
}

/** Whether the connection lives on. */
async function passOn(
  chunk: Buffer,
  client: Socket,
  state: State,
  passed: { bytes: number },
): Promise<boolean> {
  const { toxic } = state
  passed.bytes += chunk.length
  if (toxic === null || toxic.kind === 'slow-close') return write(client, chunk)
  if (toxic.kind === 'limit' && passed.bytes <= toxic.bytes) return write(client, chunk)
  state.struck += 1
  switch (toxic.kind) {
    case 'latency':
      await pause(toxic.ms)
      return write(client, chunk)
    case 'bandwidth':
      await pause((chunk.length / toxic.bytesPerSecond) * 1000)
      return write(client, chunk)
    case 'timeout':
      // Says nothing for so long, and then goes.
      await pause(toxic.ms)
      client.destroy()
      return false
    case 'reset':
      client.resetAndDestroy()
      return false
    case 'slicer':
      for (let at = 0; at < chunk.length; at += toxic.bytes) {
        await write(client, chunk.subarray(at, at + toxic.bytes))
        if (at % (100 * toxic.bytes) === 0) await pause(1)
      }
      return true
    case 'limit':
      client.end(chunk.subarray(0, Math.max(0, chunk.length - (passed.bytes - toxic.bytes))))
      return false
  }
}

function write(client: Socket, chunk: Buffer): Promise<boolean> {
  return new Promise((resolve) => client.write(chunk, () => resolve(true)))
}
