import { spawn } from 'node:child_process'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { oauthApp, simulatedWorkspace } from '../api/connection.ts'
import { decide } from '../api/granting.ts'
import { testServer } from '../api/server.ts'
import { buildProgram } from './run.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

// The key that both programs seal with, as two processes of one installation share it.
const key = Buffer.alloc(32, 7).toString('base64')
const house = await testServer({ key })
const program = await buildProgram('grant')
let origin = ''
beforeAll(async () => {
  await house.server.listen({ host: '127.0.0.1', port: 0 })
  origin = `http://127.0.0.1:${(house.server.server.address() as AddressInfo).port}`
  await oauthApp(house)
})
afterAll(house.close)

/** `windlass connect --kind oauth`, up to the address that it prints. */
async function waiting() {
  const { slug, apiUrl } = await simulatedWorkspace()
  const words = ['connect', '--kind', 'oauth', '--alias', 'granted', '--workspace', slug, '--api-url', apiUrl]
  const child = spawn(process.execPath, [program, ...words, '--json'], {
    env: {
      ...{ PATH: process.env.PATH, DATABASE_URL: house.database.url, WINDLASS_KEY: key },
      ...{
        WINDLASS_PUBLIC_URL: origin,
        WINDLASS_LOG_LEVEL: 'silent',
        WINDLASS_ALLOW_PRIVATE_HOSTS: '127.0.0.1',
      },
    },
  })
  const code = new Promise<number | null>((resolve) => child.once('close', resolve))
  const stdout = text(child.stdout)
  let said = ''
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      said += part
      const found = /https?:\/\/\S+\/site\/oauth2\/authorize\S+/.exec(said)?.[0]
      if (found !== undefined) resolve(found)
    })
    child.once('close', () => reject(new Error(said)))
  })
  return { child, url, code, stdout, said: () => said }
}

it('prints where to grant access, waits for it and connects', async () => {
  const { url, code, stdout, said } = await waiting()
  const back = await fetch(origin + (await decide(url)))
  expect(back.status).toBe(200)
  expect(await code, said()).toBe(0)
  expect(JSON.parse(await stdout)).toMatchObject({ connected: true, reads_with: [{ kind: 'oauth' }] })
})

it('stores nothing when access is refused, or when it is interrupted, after which the grant is void', async () => {
  await house.database.pool.query('delete from connections')
  const refused = await waiting()
  await fetch(origin + (await decide(refused.url, 'cancel')))
  expect(await refused.code).toBe(1)
  expect(refused.said() + (await refused.stdout)).toContain('access_denied')
  const left = await waiting()
  left.child.kill('SIGINT')
  expect(await left.code).toBe(1)
  const late = await fetch(origin + (await decide(left.url)))
  expect(late.status).toBe(400)
  const { rows } = await house.database.pool.query('select 1 from connections')
  expect(rows).toEqual([])
})
