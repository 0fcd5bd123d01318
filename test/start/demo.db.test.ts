import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { openDatabase } from '../../src/db/pool.ts'
import { freshDirectory, usedDirectory } from './directories.ts'
import { buildProgram, isGone, type Run, windlass } from './windlass.ts'

// Processes of our own on two cores that other suites use as well.
vi.setConfig({ testTimeout: 120_000 })

beforeAll(() => buildProgram('demo'))

const simulator = /its Bitbucket runs at (http\S+)/

/** The directory of a demo whose database was made before. */
async function demoDirectory(): Promise<string> {
  const data = await usedDirectory()
  mkdirSync(join(data, 'demo'))
  return data
}

function start(data: string, ...args: string[]): Run {
  return windlass(['start', '--demo', '--world', 'XS', '--data', data, ...args])
}

/** The program that this process started as its simulator. */
function simulatorPid({ pid }: Run): number {
  const children = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(pid)], { encoding: 'utf8' })
  return Number(/^\s*(\d+) .*simulator/m.exec(children)?.[1])
}

/** Asks the database of a running demo. */
async function ask(data: string, sql: string): Promise<Record<string, unknown>[]> {
  const url = `postgres://windlass@localhost/windlass?host=${join(data, 'run', 'postgres')}`
  const database = await openDatabase(url, { max: 1, name: 'test' })
  const { rows } = await database.pool.query<Record<string, unknown>>(sql)
  await database.close()
  return rows
}

describe('windlass start --demo', () => {
  it('fills itself from a simulator that it connects, and stops all of it in time on Ctrl-C', async () => {
    const data = await demoDirectory()
    const run = start(data)
    const [, address] = await run.until(simulator)
    const url = await run.url()
    const setup = await fetch(`${url}/api/v1/setup`)
    expect(await setup.json()).toMatchObject({ needed: true, demo: true })
    await expect
      .poll(() => ask(data, 'select alias, api_url from connections'))
      .toEqual([{ alias: 'Demo', api_url: `${address}/2.0` }])
    const tokens = await ask(data, 'select health from credentials')
    expect(tokens).toEqual([{ health: 'ok' }, { health: 'ok' }, { health: 'ok' }])
    await expect
      .poll(() => ask(data, 'select 1 from pull_requests limit 1'), { timeout: 60_000, interval: 500 })
      .toHaveLength(1)

    // The company goes on working by itself.
    await expect
      .poll(() => existsSync(join(data, 'demo', 'moves')), { timeout: 40_000, interval: 500 })
      .toBe(true)
    const told = `select webhooks.state, last_delivery_at is not null as arrives from webhooks`
    await expect
      .poll(() => ask(data, told), { timeout: 40_000, interval: 500 })
      .toEqual([{ state: 'registered', arrives: true }])

    const child = simulatorPid(run)
    const asked = Date.now()
    // A terminal tells every process of the group.
    process.kill(child, 'SIGINT')
    run.child.kill('SIGINT')
    expect(await run.ended).toEqual({ code: 0, signal: null })
    expect(Date.now() - asked).toBeLessThan(10_000)
    expect(await isGone(child, 0)).toBe(true)
    expect(run.stderr()).not.toContain('demo_lost')
  })

  it('leaves no simulator behind after kill -9, and goes on with the same company at the same place', async () => {
    const data = await demoDirectory()
    const run = start(data)
    const [, before] = await run.until(simulator)
    const child = simulatorPid(run)
    run.child.kill('SIGKILL')
    await run.ended
    expect(await isGone(child, 10_000)).toBe(true)

    const again = windlass(['start', '--demo', '--data', data])
    const [, after] = await again.until(simulator)
    expect(after).toBe(before)
    expect(await (await fetch(`${after}/_sim/world`)).json()).toMatchObject({ summary: { size: 'XS' } })
    expect(await ask(data, 'select alias from connections')).toEqual([{ alias: 'Demo' }])
    again.child.kill('SIGTERM')
    await again.ended

    const taken = createServer().listen(Number(new URL(String(before)).port), '127.0.0.1')
    const moved = windlass(['start', '--demo', '--data', data])
    const [, elsewhere] = await moved.until(simulator)
    expect(elsewhere).not.toBe(before)
    expect(await ask(data, 'select api_url from connections')).toEqual([{ api_url: `${elsewhere}/2.0` }])
    taken.close()
  })

  it('says so and ends when the simulator ends', async () => {
    const run = start(await demoDirectory())
    await run.until(/Stop with Ctrl-C/)
    process.kill(simulatorPid(run), 'SIGKILL')
    expect((await run.ended).code).toBe(1)
    expect(run.stderr()).toContain('The simulated Bitbucket of the demo has ended. It ended with SIGKILL.')
  })

  it('mixes with no real installation, and says so in one sentence', async () => {
    const real = await usedDirectory()
    const demo = await demoDirectory()
    const elsewhere = { DATABASE_URL: 'postgres://windlass@127.0.0.1:1/windlass' }
    const runs = [
      windlass(['start', '--demo', '--data', real]),
      windlass(['start', '--data', demo]),
      windlass(['start', '--demo', '--data', freshDirectory()], { env: elsewhere }),
    ]
    for (const run of runs) expect((await run.ended).code).toBe(2)
    for (const run of runs) expect(run.stderr()).toContain('A demo and a real installation do not mix.')
    const [onReal, onDemo, external] = runs.map((run) => run.stderr())
    expect(onReal).toContain(`${real} belongs to a real installation.`)
    expect(onDemo).toContain(`${demo} belongs to a demo`)
    expect(external).toContain('DATABASE_URL is set')
    expect(existsSync(join(real, 'demo'))).toBe(false)
  })

  it('keeps the size it was made with', async () => {
    const data = await demoDirectory()
    const state = { world: 'XS', today: '2026-11-21', port: 0 }
    const path = join(data, 'demo', 'state.json')
    writeFileSync(path, JSON.stringify(state))
    const run = windlass(['start', '--demo', '--world', 'S', '--data', data])
    expect((await run.ended).code).toBe(2)
    expect(run.stderr()).toContain('has the size XS')
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(state)
  })
})
