import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Repository } from '../../../simulator/world/model.ts'
import { temporaryDirectory } from '../../../test/postgres.ts'
import { type Running, start } from '../../../test/simulator/harness.ts'
import { readConfig } from '../../config.ts'
import { Failure } from '../../errors.ts'
import { remoteEnvironment } from './environment.ts'
import { fetchRefs, keepRoom, mirrorDirectory, openMirror } from './mirror.ts'

const held = { id: '1', identity: 'token', email: null, reservedFor: null }
let running: Running
let place: Repository

beforeAll(async () => {
  running = await start()
  place = running.repository((one) => one.counts.pullRequests > 30)
})
afterAll(() => running?.stop())

async function failure(asked: Promise<unknown>): Promise<Failure> {
  const error = await asked.catch((reason: unknown) => reason)
  if (error instanceof Failure) return error
  throw new Error(`no failure but ${String(error)}`)
}

describe('a hardened git', () => {
  const environment = () =>
    remoteEnvironment(readConfig({ WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1' }), {
      url: `${running.url}/${running.simulator.world.fullName(place)}.git`,
      credential: { ...held, kind: 'access_token', secret: running.token },
      proxyUrl: null,
      caFile: null,
    })

  it('starts no hook and takes no configuration that lies in the mirror', async () => {
    const home = temporaryDirectory()
    const mirror = await openMirror(join(home, 'mirrors', '1', '1.git'))
    const ran = join(home, 'ran')
    const hooks = join(mirror.directory, 'hooks')
    mkdirSync(hooks)
    for (const name of ['reference-transaction', 'post-checkout', 'pre-auto-gc'])
      writeFileSync(join(hooks, name), `#!/bin/sh\ntouch ${ran}\n`, { mode: 0o755 })
    const config = `[core]\n\tfsmonitor = touch ${ran}\n[url "http://127.0.0.1:1/"]\n\tinsteadOf = ${running.url}/\n`
    writeFileSync(join(mirror.directory, 'config'), config)
    await fetchRefs(await openMirror(mirror.directory), { environment: await environment() })
    expect(existsSync(ran)).toBe(false)
    expect(readFileSync(join(mirror.directory, 'config'), 'utf8')).not.toContain('insteadOf')
  })

  it.each(['file:///etc', 'ext::sh -c true', 'ssh://127.0.0.1/x'])('does not speak to %s', async (url) => {
    const mirror = await openMirror(join(temporaryDirectory(), 'mirrors', '1', '1.git'))
    const allowed = { ...(await environment()) }
    const named = Object.keys(allowed).find((key) => allowed[key] === 'remote.origin.url') ?? ''
    allowed[named.replace('KEY', 'VALUE')] = url
    const error = await fetchRefs(mirror, { environment: allowed }).catch((reason: unknown) => String(reason))
    expect(error).toMatch(/transport '\w+' not allowed/)
  })

  it('asks nothing by itself for contents that are missing', async () => {
    const { directory, environment: local } = await openMirror(
      join(temporaryDirectory(), 'mirrors', '1', '1.git'),
    )
    await fetchRefs({ directory, environment: local }, { environment: await environment() })
    await running.control('/ledger', { method: 'DELETE' })
    const [head] = running.simulator.world.content(place.uuid).log({ include: [place.mainBranch ?? ''] })
    const show = { cwd: directory, env: { ...(await environment()), ...local, GIT_CONFIG_COUNT: '0' } }
    expect(spawnSync('git', ['diff', `${head?.hash}~2`, head?.hash ?? ''], show).status).not.toBe(0)
    expect(running.simulator.ledger.report().total.requests).toBe(0)
  })

  it('gives up a fetch that brings more than a mirror may hold, and keeps none of it', async () => {
    const mirror = await openMirror(join(temporaryDirectory(), 'mirrors', '1', '1.git'))
    const limits = { seconds: 60, bytes: 1000, lookEveryMs: 5 }
    const error = await failure(fetchRefs(mirror, { environment: await environment(), limits }))
    expect(error.code).toBe('mirror_too_large')
    expect(existsSync(mirror.directory)).toBe(false)
  })

  it('gives up a fetch that takes too long', async () => {
    const mirror = await openMirror(join(temporaryDirectory(), 'mirrors', '1', '1.git'))
    const limits = { seconds: 0.001, bytes: 1e9, lookEveryMs: 1000 }
    const error = await failure(fetchRefs(mirror, { environment: await environment(), limits }))
    expect(error.code).toBe('source_unreachable')
    expect(existsSync(mirror.directory)).toBe(true)
  })
})

describe('the disk', () => {
  it('loses the mirrors that were not used for longest, and never the one that is wanted', async () => {
    const home = temporaryDirectory()
    const [old, young] = [mirrorDirectory(home, '1', '1'), mirrorDirectory(home, '1', '2')]
    await openMirror(old)
    await openMirror(young)
    execFileSync('touch', ['-d', '2020-01-01', join(old, 'windlass-mirror')])
    let free = 0.05
    expect(
      await keepRoom(home, young, async () => {
        const now = free
        free += 0.06
        return now
      }),
    ).toBe(1)
    expect([existsSync(old), existsSync(young)]).toEqual([false, true])
    expect((await failure(keepRoom(home, young, async () => 0.01))).code).toBe('mirror_disk_full')
    expect(existsSync(young)).toBe(true)
  })
})
