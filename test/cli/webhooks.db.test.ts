import { afterAll, expect, it, vi } from 'vitest'
import { runCommand } from './run.ts'
import { openStand } from './stand.ts'

vi.setConfig({ testTimeout: 60_000 })

const { database, simulator, program, env, close } = await openStand('webhooks')

afterAll(close)

const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}, input?: string) =>
  runCommand(program, args, { ...env, ...more }, input)
const publicly = { WINDLASS_PUBLIC_URL: 'https://windlass.example' }
const [workspace] = simulator.world.workspaces
const hook = () => simulator.simulation.cloud.hooks.of(workspace?.uuid ?? '')[0]

it('lists, registers and rotates webhooks, and prints how to make one by hand', async () => {
  const found = simulator.simulation.credentials.all().find((one) => one.kind === 'workspace_access_token')
  const connecting = ['--workspace', workspace?.slug ?? '', '--api-url', simulator.url, '--token-stdin']
  const how = ['connect', '--kind', 'access-token', '--alias', 'acme', ...connecting]
  expect((await run(how, {}, found?.secret)).code).toBe(0)

  const waiting = await run(['webhooks'])
  expect(waiting).toMatchObject({ code: 3, stdout: expect.stringContaining('waiting') })
  expect((await run(['webhooks', 'register'])).stdout).toContain('WINDLASS_PUBLIC_URL')
  expect((await run(['webhooks', 'curl'])).stdout).toContain('set WINDLASS_PUBLIC_URL first')

  const registered = await run(['webhooks', 'register', 'acme', '--json'], publicly)
  expect(registered.code).toBe(0)
  expect(JSON.parse(registered.stdout)).toMatchObject({
    webhooks: [{ alias: 'acme', state: 'registered', url: 'https://windlass.example/webhooks/bitbucket' }],
  })
  const before = hook()?.secret ?? ''
  expect(before).toHaveLength(43)

  expect((await run(['webhooks', 'rotate', 'acme'], publicly)).code).toBe(0)
  expect(hook()?.secret).not.toBe(before)
  const listed = await run(['webhooks', 'acme', '--json'])
  expect(listed.code).toBe(0)
  expect(JSON.parse(listed.stdout).webhooks[0].previous_secret_until).not.toBeNull()

  const byHand = (await run(['webhooks', 'curl', 'acme'], publicly)).stdout
  expect(byHand).toContain('"secret": "SECRET"')
  const everything = [waiting, registered, listed].map(({ stdout }) => stdout).join() + byHand
  expect(everything).not.toContain(hook()?.secret)
  const { rows } = await database.pool.query(
    `select action, actor_kind from audit_log where action like 'webhook.%' order by id`,
  )
  expect(rows).toEqual([
    { action: 'webhook.register', actor_kind: 'command_line' },
    { action: 'webhook.register', actor_kind: 'command_line' },
    { action: 'webhook.rotate', actor_kind: 'command_line' },
  ])
  expect((await run(['webhooks', 'nobody'])).code).not.toBe(0)
})
