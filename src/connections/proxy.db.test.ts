import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proxyFor, shownProxy } from './proxy.ts'

interface Proxy {
  readonly server: Server
  /** What it was asked for, with the credentials it was shown. */
  readonly seen: string[]
}

const directory = mkdtempSync(join(tmpdir(), 'windlass-proxy-'))
// Node signs no certificates; a machine without openssl goes without these tests.
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const certificate = hasOpenssl ? selfSigned(directory) : { key: '', cert: '' }
const secure = createTlsServer(hasOpenssl ? certificate : {}, (_, response) => response.end('over tls'))
const plain = createHttpServer((_, response) => response.end('in the clear'))
const proxy = recordingProxy()

beforeAll(async () => {
  for (const server of [secure, plain, proxy.server]) await listen(server)
})

afterAll(() => {
  for (const server of [secure, plain, proxy.server]) server.close().closeAllConnections()
  rmSync(directory, { recursive: true })
})

describe.skipIf(!hasOpenssl)('the way out of a connection', () => {
  it('tunnels https through the proxy of the installation and shows it its credentials', async () => {
    const config = { proxy: `http://me:p%40ss@127.0.0.1:${port(proxy.server)}` }
    expect(await get(`https://localhost:${port(secure)}/`, config, { ca: certificate.cert })).toBe('over tls')
    expect(proxy.seen.splice(0)).toEqual([`CONNECT localhost:${port(secure)} Basic me:p@ss`])
  })

  it('hands plain http to the proxy as a forwarded request', async () => {
    const config = { proxy: `http://127.0.0.1:${port(proxy.server)}` }
    expect(await get(`http://localhost:${port(plain)}/page`, config)).toBe('in the clear')
    expect(proxy.seen.splice(0)).toEqual([`GET http://localhost:${port(plain)}/page `])
  })

  it('reaches the hosts of NO_PROXY directly', async () => {
    const config = { proxy: `http://127.0.0.1:${port(proxy.server)}`, noProxy: `localhost:${port(secure)}` }
    expect(await get(`https://localhost:${port(secure)}/`, config, { ca: certificate.cert })).toBe('over tls')
    expect(proxy.seen.splice(0)).toEqual([])
  })

  it('prefers the proxy a connection names, for every host', async () => {
    const config = { proxy: 'http://127.0.0.1:9', noProxy: '*' }
    const own = { proxyUrl: `http://127.0.0.1:${port(proxy.server)}`, ca: certificate.cert }
    expect(await get(`https://localhost:${port(secure)}/`, config, own)).toBe('over tls')
    expect(proxy.seen.splice(0)).toHaveLength(1)
  })

  it('goes out directly where there is no proxy', async () => {
    expect(await get(`https://localhost:${port(secure)}/`, {}, { ca: certificate.cert })).toBe('over tls')
    expect(proxy.seen.splice(0)).toEqual([])
  })

  it('refuses a certificate of a CA it was not told of, also through the proxy', async () => {
    const config = { proxy: `http://127.0.0.1:${port(proxy.server)}` }
    const unknown = expect.objectContaining({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' })
    await expect(get(`https://localhost:${port(secure)}/`, {})).rejects.toEqual(unknown)
    await expect(get(`https://localhost:${port(secure)}/`, config)).rejects.toEqual(unknown)
    proxy.seen.splice(0)
  })

  it('says nothing of the credentials when the proxy fails or its address is wrong', async () => {
    for (const address of [
      'http://me:hidden@127.0.0.1:9',
      'ftp://me:hidden@127.0.0.1',
      'http://me:hidden@',
    ]) {
      const error = await get('https://localhost:1/', { proxy: address }).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(Error)
      expect(describeAll(error)).not.toMatch(/hidden|me:/)
    }
  })

  it('shows a proxy without its credentials', () => {
    expect(shownProxy('http://me:hidden@proxy.example.com:3128/')).toBe('http://proxy.example.com:3128')
  })
})

async function get(
  url: string,
  config: Parameters<typeof proxyFor>[0],
  own?: Parameters<typeof proxyFor>[1],
): Promise<string> {
  const dispatcher = proxyFor(config, own)
  try {
    return await (await request(url, { dispatcher })).body.text()
  } finally {
    await dispatcher.close()
  }
}

function recordingProxy(): Proxy {
  const seen: string[] = []
  const note = (what: string, authorization: string | undefined) => {
    const credentials = Buffer.from(authorization?.replace('Basic ', '') ?? '', 'base64').toString()
    seen.push(`${what} ${credentials && `Basic ${credentials}`}`)
  }
  const server = createHttpServer((incoming, response) => {
    note(`${incoming.method} ${incoming.url}`, incoming.headers['proxy-authorization'])
    request(incoming.url ?? '').then(async (answer) => response.end(await answer.body.text()))
  })
  server.on('connect', (incoming, socket) => {
    note(`CONNECT ${incoming.url}`, incoming.headers['proxy-authorization'])
    const target = connect(Number(incoming.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      target.pipe(socket).pipe(target)
    })
    for (const end of [socket, target]) end.on('error', () => socket.destroy())
  })
  return { server, seen }
}

function selfSigned(into: string): { key: string; cert: string } {
  const [key, cert] = [join(into, 'key.pem'), join(into, 'cert.pem')]
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const make = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
  ]
  execFileSync('openssl', [...make, ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
}

function port(server: Server): number {
  return (server.address() as AddressInfo).port
}

function describeAll(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack} ${JSON.stringify(error)} ${describeAll(error.cause)}`
}
