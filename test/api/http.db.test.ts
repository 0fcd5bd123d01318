import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createServer } from '../../src/api/server.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import { switchFeature } from '../../src/people/features.ts'
import { testServer } from './server.ts'

const house = await testServer()
const { server, send, database, addPerson, signIn, apiKey } = house
let origin = ''
beforeAll(async () => {
  origin = await server.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(house.close)

/** What the server says to bytes that no HTTP client would send. */
function sendBytes(bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1', () => socket.write(bytes))
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

describe('over real HTTP', () => {
  it('what is no HTTP gets a problem and the connection is closed', async () => {
    const answer = await sendBytes('NONSENSE\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('"code":"malformed_request"')
    const large = await sendBytes(`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`)
    expect(large).toContain('"code":"headers_too_large"')
  })

  it('an address that cannot be decoded gets a problem', async () => {
    const answer = await fetch(`${origin}/api/v1/people/%zz`)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  })

  it('every answer carries a request id and strict headers', async () => {
    for (const path of ['/api/v1/session', '/healthz', '/api/docs', '/nowhere.js']) {
      const { headers } = await fetch(origin + path)
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("default-src 'none'")
      expect(policy).toContain("script-src 'self';")
      expect(policy).not.toMatch(/unsafe|https?:|\*/)
    }
  })

  it('a forged request id is not taken over', async () => {
    const { headers } = await fetch(`${origin}/healthz`, { headers: { 'x-request-id': 'mine' } })
    expect(headers.get('x-request-id')).not.toBe('mine')
  })

  it('is ready with its migrations, and not without', async () => {
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' })
    expect((await fetch(`${origin}/readyz`)).status).toBe(200)
    const { rows } = await database.pool.query(
      'delete from migrations where name = (select max(name) from migrations) returning *',
    )
    const answer = await fetch(`${origin}/readyz`)
    expect(await answer.json()).toMatchObject({ status: 503, code: 'not_ready' })
    expect(answer.headers.get('retry-after')).toBe('5')
    await database.pool.query('insert into migrations values ($1, $2, $3)', Object.values(rows[0]))
  })
})

describe('/metrics', () => {
  it('counts requests by route, connections and jobs', async () => {
    await send({ url: '/api/v1/people/123' })
    const { body } = await send({ url: '/metrics' })
    expect(body).toContain(
      'windlass_http_request_seconds_count{method="GET",route="/api/v1/people/:id",status="401"}',
    )
    expect(body).toMatch(/windlass_database_connections\{state="idle"\} \d/)
    expect(body).toMatch(/windlass_jobs\{state="dead"\} 0/)
    expect(body).toContain('process_resident_memory_bytes')
  })

  it('is open to this machine, and to others with the permission alone', async () => {
    const remoteAddress = '192.0.2.7'
    expect((await send({ url: '/metrics', remoteAddress })).statusCode).toBe(401)
    const forwarded = { 'x-forwarded-for': '192.0.2.7' }
    expect((await send({ url: '/metrics', headers: forwarded })).statusCode).toBe(401)
    const id = await addPerson('viewer')
    const key = await apiKey(id, ['installation:view'])
    expect((await send({ url: '/metrics', remoteAddress }, key)).statusCode).toBe(200)
    const weak = await apiKey(id, ['people:view'])
    expect((await send({ url: '/metrics', remoteAddress }, weak)).statusCode).toBe(403)
  })
})

describe('an area that is switched off', () => {
  it.each([
    ['prometheus', ['/metrics']],
    ['api_docs', ['/api/openapi.json', '/api/docs', '/api/docs/json', '/api/docs/yaml']],
    ['api_keys', ['/api/v1/api-keys']],
  ] as const)('%s is gone, for everybody and at once', async (feature, urls) => {
    const admin = await signIn(await addPerson('admin'))
    for (const url of urls) expect((await send({ url }, admin)).statusCode).toBe(200)
    await switchFeature(database.kysely, feature, false)
    for (const url of urls)
      expect((await send({ url }, admin)).json()).toMatchObject({ status: 404, code: 'feature_off' })
    expect((await send({ url: '/api/v1/session' }, admin)).json().features).not.toContain(feature)
    await switchFeature(database.kysely, feature, true)
    for (const url of urls) expect((await send({ url }, admin)).statusCode).toBe(200)
  })
})

describe('the API reference', () => {
  it('needs nothing from another host', async () => {
    const page = (await send({ url: '/api/docs' })).body
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? '')
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) {
      expect(file).toMatch(/^\/api\/docs\/static\//)
      expect((await send({ url: file })).statusCode, file).toBe(200)
    }
    expect(page).not.toMatch(/<script>|<style|onload=/)
  })
})

describe('the documents', () => {
  const browser = { accept: 'text/html,application/xhtml+xml' }

  it('are pages for a browser and text for a program', async () => {
    const url = '/docs/guide/troubleshooting.md'
    const page = await send({ url, headers: browser })
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(page.body).toContain('<h1 id="troubleshooting">Troubleshooting</h1>')
    const text = await send({ url })
    expect(text.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(text.body).toMatch(/^# Troubleshooting/)
  })

  it('lead to each other without an end', async () => {
    const open = ['/docs/guide/README.md']
    const seen = new Set(open)
    for (const url of open) {
      const { statusCode, body } = await send({ url, headers: browser })
      expect(statusCode, url).toBe(200)
      for (const [, link = ''] of body.matchAll(/href="([^":#]+\.md)(?:#[^"]*)?"/g)) {
        const { pathname } = new URL(link, `http://localhost${url}`)
        if (!seen.has(pathname)) open.push(pathname)
        seen.add(pathname)
      }
    }
    expect(seen.size).toBeGreaterThan(10)
  })

  it.each([
    '/docs/../package.json',
    '/docs/guide/..%2f..%2fpackage.json',
    '/docs/guide/nothing.md',
    '/docs/screenshot.png',
  ])('are nothing else: %s', async (url) => {
    expect((await send({ url, headers: browser })).statusCode).toBe(404)
  })
})

describe('the page', () => {
  it('is index.html with a fresh nonce at every address of its own, and hashed files are kept for ever', async () => {
    const root = await mkdtemp(join(tmpdir(), 'windlass-root-'))
    for (const folder of ['dist/web/assets', 'docs', 'migrations'])
      await mkdir(join(root, folder), { recursive: true })
    await writeFile(
      join(root, 'dist/web/index.html'),
      '<!doctype html><html><head></head><body>page</body></html>',
    )
    await writeFile(join(root, 'dist/web/assets/main-abc123.js'), 'export {}')
    await writeFile(join(root, 'dist/web/assets/main-abc123.js.gz'), gzipSync('export {}'))
    const config = { ...readConfig({}), root }
    const { keyRing } = house
    const page = await createServer({
      database,
      config,
      log: createLog('silent'),
      keyRing,
      startedAt: new Date(),
    })
    const get = (url: string, accept = 'text/html') => page.inject({ url, headers: { accept } })
    const nonces = new Set<string>()
    for (const url of ['/', '/people', '/settings/api-keys?x=1']) {
      const answer = await get(url)
      expect(answer.statusCode).toBe(200)
      const nonce = /nonce="([^"]+)"/.exec(answer.body)?.[1] ?? ''
      expect(answer.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonce}'`)
      nonces.add(nonce)
    }
    expect(nonces.size).toBe(3)
    const asset = await get('/assets/main-abc123.js')
    expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    const packed = await page.inject({
      url: '/assets/main-abc123.js',
      headers: { 'accept-encoding': 'gzip' },
    })
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      'content-type': expect.stringContaining('javascript'),
    })
    expect(gunzipSync(packed.rawPayload).toString()).toBe('export {}')
    for (const url of [
      '/assets/gone-123.js',
      '/api/v1/nothing',
      '/api',
      '/../package.json',
      '/%2e%2e/package.json',
    ]) {
      expect((await get(url)).json().code, url).toBe('not_found')
    }
    expect((await get('/people', 'application/json')).statusCode).toBe(404)
    await page.close()
    await rm(root, { recursive: true })
  })

  it('says how to build it when it is not built', async () => {
    const config = { ...readConfig({}), root: join(tmpdir(), 'windlass-nowhere') }
    const { keyRing } = house
    const page = await createServer({
      database,
      config,
      log: createLog('silent'),
      keyRing,
      startedAt: new Date(),
    })
    const answer = await page.inject({ url: '/' })
    await page.close()
    expect(answer.statusCode).toBe(503)
    expect(answer.body).toContain('npm start')
  })
})

describe('a server that stops', () => {
  it('answers what it has begun, and refuses what comes after', async () => {
    const other = await testServer()
    const url = await other.server.listen({ host: '127.0.0.1', port: 0 })
    await other.addPerson('admin')
    const body = JSON.stringify({ email: 'person1@example.com', password: 'wrong one' })
    const head = `Host: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    let answers = ''
    socket.on('data', (data) => {
      answers += data
    })
    // More than are checked at once, so that the last is still being worked on while the server stops.
    socket.write(`POST /api/v1/session HTTP/1.1\r\n${head}\r\n\r\n${body}`.repeat(8))
    const attempts = `select from sign_in_attempts where kind = 'account' and attempts = 8`
    await expect.poll(async () => (await other.database.pool.query(attempts)).rowCount).toBe(1)
    const closing = other.close()
    const refused = () =>
      fetch(`${url}/healthz`).then(
        () => false,
        () => true,
      )
    await expect.poll(refused, { interval: 2 }).toBe(true)
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await closing
    expect(answers.match(/"code":"wrong_sign_in"/g)).toHaveLength(8)
    expect(answers.match(/"code":"shutting_down"/g)).toHaveLength(1)
    expect(answers).toMatch(/connection: close/i)
  })
})
