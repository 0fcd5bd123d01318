import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = {
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly json: Record<string, unknown>
}

export type Receiver = {
  readonly url: string
  readonly received: readonly Received[]
  // The status of the next answers; the last one stays.
  answer(...statuses: readonly number[]): void
  clear(): void
  stop(): Promise<void>
}

export async function listen(): Promise<Receiver> {
  const received: Received[] = []
  let statuses: readonly number[] = [200]
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    const body = Buffer.concat(chunks)
    received.push({ headers: request.headers, body, json: JSON.parse(body.toString('utf8')) })
    const [status = 200, ...rest] = statuses
    if (rest.length > 0) statuses = rest
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answer: (...wanted) => {
      statuses = wanted
    },
    clear: () => {
      received.length = 0
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
