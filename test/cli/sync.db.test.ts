import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCommand } from './run.ts'
import { openStand } from './stand.ts'

vi.setConfig({ testTimeout: 120_000 })

const { simulator, program, env, close } = await openStand('sync')

afterAll(close)

const run = (line: string, input?: string) => runCommand(program, line.split(' '), env, input)
const [workspace] = simulator.world.workspaces
const token = simulator.simulation.credentials
  .all()
  .find((one) => one.kind === 'workspace_access_token' && one.reach?.workspace === workspace?.uuid)

describe('windlass sync --once', () => {
  it('says that there is nothing to sync before anything is connected', async () => {
    expect(await run('sync --once')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('windlass connect'),
    })
    expect((await run('sync')).code).toBe(2)
  })

  it('fills the tables, counts requests and rows, and ends with 3 as long as gaps remain', async () => {
    const connecting = `connect --kind access-token --alias acme --workspace ${workspace?.slug} --api-url ${simulator.url} --range-days 4000 --token-stdin`
    expect((await run(connecting, token?.secret)).code).toBe(0)
    simulator.ledger.reset()
    const { code, stdout } = await run('sync --once acme --json')
    const [first] = JSON.parse(stdout).connections
    const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0)
    const asked = simulator.ledger.entries().filter(({ class: kind }) => kind === 'api')
    const told = Object.entries<number>(first.requests).filter(([template]) => template.startsWith('/'))
    expect(sum(Object.fromEntries(told))).toBe(asked.length)
    expect(sum(first.rows)).toBeGreaterThan(100)
    expect(first.state).toBe('incomplete')
    // The repository that answers 403 for ever degrades itself alone.
    const forbidden = simulator.world.repositories(workspace?.uuid ?? '').filter((one) => one.isForbidden)
    expect(forbidden.length).toBeGreaterThan(0)
    const refused = first.gaps.map((gap: { repository: string }) => gap.repository)
    expect(new Set(refused)).toEqual(new Set(forbidden.map((one) => one.slug)))
    expect(code).toBe(3)

    const status = await run('status --json')
    expect(status.code).toBe(code)
    const [acme] = JSON.parse(status.stdout).connections
    expect(acme).toMatchObject({
      alias: 'acme',
      last_run: { state: first.state },
      gaps: { count: first.gaps.length },
    })
    const listed = simulator.world.repositories(workspace?.uuid ?? '').length
    expect(acme.repositories).toBe(listed)

    const again = JSON.parse((await run('sync --once acme --json')).stdout).connections[0]
    expect(sum(again.rows)).toBe(0)
  })

  it('reads all connections side by side, and tells of each', async () => {
    const other = simulator.world.workspaces[1]
    const otherToken = simulator.simulation.credentials
      .all()
      .find((one) => one.kind === 'workspace_access_token' && one.reach?.workspace === other?.uuid)
    const connecting = `connect --kind access-token --alias labs --workspace ${other?.slug} --api-url ${simulator.url} --range-days 4000 --token-stdin`
    expect((await run(connecting, otherToken?.secret)).code).toBe(0)
    const { stdout, stderr } = await run('sync --once --json')
    expect(stderr).toMatch(/Syncing acme …\nSyncing labs …/)
    const runs: { alias: string; rows: Record<string, number>; startedAt: string; endedAt: string }[] =
      JSON.parse(stdout).connections
    expect(runs.map(({ alias }) => alias)).toEqual(['acme', 'labs'])
    const [acme, labs] = runs
    expect(labs?.rows.repositories).toBeGreaterThan(0)
    expect(String(labs?.startedAt) < String(acme?.endedAt)).toBe(true)
    expect((await run('sync --once nobody')).code).not.toBe(0)
  })
})
