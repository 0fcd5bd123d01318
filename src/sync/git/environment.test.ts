import { describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { type Remote, remoteEnvironment } from './environment.ts'

const remote: Remote = {
  url: 'https://192.0.2.10/acme/shop.git',
  credential: {
    id: '1',
    kind: 'access_token',
    identity: 'one',
    email: null,
    secret: 'a-secret',
    reservedFor: null,
  },
  proxyUrl: null,
  caFile: null,
}

/** What git is told, by name. */
async function settings(changes: Partial<Remote> = {}, environment: NodeJS.ProcessEnv = {}) {
  const env = await remoteEnvironment(readConfig(environment), { ...remote, ...changes })
  const count = Number(env.GIT_CONFIG_COUNT)
  return Object.fromEntries(
    Array.from({ length: count }, (_, at) => [env[`GIT_CONFIG_KEY_${at}`], env[`GIT_CONFIG_VALUE_${at}`]]),
  )
}

describe('git', () => {
  it('trusts the certificates of the connection, and checks them always', async () => {
    expect(await settings({ caFile: '/data/ca.pem' })).toMatchObject({
      'http.sslCAInfo': '/data/ca.pem',
      'http.sslVerify': 'true',
    })
    expect(await settings()).not.toHaveProperty(['http.sslCAInfo'])
  })

  it('goes through the proxy of the connection, else of the installation, else straight', async () => {
    const installation = { WINDLASS_PROXY: 'http://proxy.example:3128' }
    expect(await settings({ proxyUrl: 'http://own.example:8080' }, installation)).toMatchObject({
      'http.proxy': 'http://own.example:8080',
    })
    expect((await settings({}, installation))['http.proxy']).toMatch(/^http:\/\/proxy\.example:3128/)
    expect(await settings()).toMatchObject({ 'http.proxy': '' })
  })

  it('is not led elsewhere with the credential in its hands', async () => {
    expect(await settings()).toMatchObject({ 'http.followRedirects': 'false', 'credential.helper': '' })
  })
})
