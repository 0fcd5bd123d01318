import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Credential, CredentialKind } from '../../simulator/identity/credentials.ts'
import type { Repository } from '../../simulator/world/model.ts'
import { membersOf, type Running, start, valuesOf } from './harness.ts'

const run = promisify(execFile)

describe('git over HTTP', () => {
  let running: Running
  let place: Repository
  let folder: string
  beforeAll(async () => {
    running = await start({ limits: true })
    folder = await mkdtemp(join(tmpdir(), 'simulator-git-'))
    place = running.repository((one) => one.counts.pullRequests > 30)
  })
  beforeEach(() => running.control('/ledger', { method: 'DELETE' }))
  afterAll(async () => {
    await running?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const git = async (...parts: string[]) => {
    const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1', HOME: folder }
    const { stdout } = await run('git', parts, { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 })
    return stdout
  }
  function held(kind: CredentialKind): Credential {
    const found = running.simulator.simulation.credentials.all().find((one) => one.kind === kind)
    if (!found) throw new Error(`no ${kind}`)
    return found
  }
  function address(user: string, password: string, repository = place): string {
    const url = new URL(`${running.url}/${running.simulator.world.fullName(repository)}.git`)
    url.username = user
    url.password = password
    return url.href
  }
  const own = () => address('x-token-auth', running.token)
  const heads = async (from: string) =>
    (await git('ls-remote', from))
      .trim()
      .split('\n')
      .map((line) => line.split('\t') as [string, string])

  test('the clone link of a repository is where git finds it', async () => {
    const { json } = await running.ask(running.path(place))
    const clone = membersOf(membersOf(json).links).clone as { name: string; href: string }[]
    expect(clone.find(({ name }) => name === 'https')?.href).toBe(
      `${running.url}/${running.workspace}/${place.slug}.git`,
    )
  })

  test('the refs of git are the refs of REST, and pull requests have none', async () => {
    const found = new Map((await heads(own())).map(([hash, name]) => [name, hash]))
    for (const branch of await running.walk(`${running.path(place)}/refs/branches?pagelen=100`))
      expect(found.get(`refs/heads/${branch.name}`)).toBe(membersOf(branch.target).hash)
    expect([...found.keys()].some((name) => name.includes('pull'))).toBe(false)
  })

  test('a clone holds the commits that REST lists, byte for byte', async () => {
    await git('clone', '--quiet', '--mirror', own(), 'whole.git')
    await git('-C', 'whole.git', 'fsck', '--strict')
    const hashes = (await git('-C', 'whole.git', 'log', '--all', '--format=%H')).trim().split('\n')
    const listed = await running.walk(`${running.path(place)}/commits?pagelen=100`)
    expect(listed.map(({ hash }) => hash).toSorted()).toEqual(hashes.toSorted())
    const head = String(listed[0]?.hash)
    const { json } = await running.ask(`${running.path(place)}/src/${head}/?pagelen=100`)
    const file = valuesOf(json).find(({ type }) => type === 'commit_file')
    const raw = await running.ask(`${running.path(place)}/src/${head}/${file?.path}`)
    expect(raw.text).toBe(await git('-C', 'whole.git', 'show', `${head}:${file?.path}`))
  })

  test('a repository is found without the suffix too, and nobody can push', async () => {
    const plain = own().replace(/\.git$/, '')
    expect(await heads(plain)).toEqual(await heads(own()))
    await git('clone', '--quiet', plain, 'pushing')
    await git('-C', 'pushing', 'branch', 'feature/pushed')
    await expect(git('-C', 'pushing', 'push', '--quiet', 'origin', 'feature/pushed')).rejects.toThrow(/403/)
  })

  test('a partial clone leaves the blobs behind', async () => {
    await git('clone', '--quiet', '--mirror', '--filter=blob:none', own(), 'partial.git')
    const missing = await git('-C', 'partial.git', 'rev-list', '--objects', '--all', '--missing=print')
    expect(missing.split('\n').some((line) => line.startsWith('?'))).toBe(true)
  })

  test('a fetch brings what was pushed since', async () => {
    await git('clone', '--quiet', '--mirror', own(), 'later.git')
    const actor = running.simulator.world.content(place.uuid).pullRequests[0]?.author ?? ''
    const [commit] = running.simulator.world.mutate.push(place.uuid, {
      branch: 'feature/later',
      actor,
      message: 'Later',
    })
    await git('-C', 'later.git', 'fetch', '--quiet')
    expect((await git('-C', 'later.git', 'rev-parse', 'feature/later')).trim()).toBe(commit?.hash)
  })

  test('each kind of credential has its user', async () => {
    const api = held('api_token')
    expect((await heads(address('x-bitbucket-api-token-auth', api.secret))).length).toBeGreaterThan(1)
    await expect(heads(address(api.email ?? '', api.secret))).rejects.toThrow(/Authentication failed|403|401/)
    await expect(heads(address('x-token-auth', api.secret))).rejects.toThrow()
    await expect(heads(address('x-token-auth', 'made-up'))).rejects.toThrow()
    const dead = held('app_password')
    await expect(heads(address(dead.username ?? '', dead.secret))).rejects.toThrow(/410/)
  })

  test('requests are counted in the budget of git', async () => {
    await heads(own())
    const { json } = await running.control('/ledger')
    const { git: counted, api } = membersOf(membersOf(json).byClass)
    expect(membersOf(counted).requests).toBeGreaterThan(0)
    expect(api).toBeUndefined()
    await running.control('/limits', { method: 'PUT', body: JSON.stringify({ limits: { git: 1 } }) })
    await heads(own()).catch(() => undefined)
    await expect(heads(own())).rejects.toThrow(/429/)
    await running.control('/limits', { method: 'PUT', body: JSON.stringify({ limits: { git: 60_000 } }) })
  })

  test('a fault can hit git too', async () => {
    const rule = { match: { path: '/{workspace}/{repo_slug}.git' }, effect: { kind: 'answer', status: 503 } }
    await running.control('/faults', { method: 'POST', body: JSON.stringify(rule) })
    await expect(heads(own())).rejects.toThrow(/503/)
    await running.control('/faults', { method: 'DELETE' })
    expect((await heads(own())).length).toBeGreaterThan(1)
  })

  test('a renamed repository is found under its old name', async () => {
    const { world } = running.simulator
    const old = address('x-token-auth', running.token)
    const before = running.path(place)
    const actor = world.content(place.uuid).pullRequests[0]?.author ?? ''
    world.mutate.renameRepository(place.uuid, 'A new name', actor)
    expect((await heads(old)).length).toBeGreaterThan(1)
    const { status, headers } = await running.ask(`${before}/pullrequests?pagelen=5`)
    expect(status).toBe(301)
    expect((await running.ask(headers.get('location') ?? '')).status).toBe(200)
    expect(headers.get('location')).toContain('/pullrequests?pagelen=5')
  })
})
