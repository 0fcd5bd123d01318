import { afterAll, describe, expect, it } from 'vitest'
import type { Endpoint } from '../../src/api/contract/resource.ts'
import { type Permission, permissions, type Role, roleNames, roles } from '../../src/people/permissions.ts'
import { endpoints, requestOf } from './endpoints.ts'
import { type Credentials, type TestServer, testServer } from './server.ts'

const house = await testServer()
afterAll(house.close)

type Verdict = 'in' | 'not_signed_in' | 'forbidden'

interface Kind {
  readonly name: string
  credentials(house: TestServer, endpoint: Endpoint): Promise<Credentials>
  verdict(endpoint: Endpoint): Verdict
}

const every = Object.keys(permissions) as Permission[]
const isPermission = (access: Endpoint['access']): access is Permission => access in permissions

/** What the contract promises, said a second time and in other words than the server does. */
function verdictFor(role: Role, means: 'session' | 'key', granted: readonly Permission[] = every) {
  return ({ access }: Endpoint): Verdict => {
    if (access === 'public' || access === 'signed-in') return 'in'
    if (access === 'session') return means === 'session' ? 'in' : 'forbidden'
    const allowed: readonly Permission[] = roles[role]
    return allowed.includes(access) && granted.includes(access) ? 'in' : 'forbidden'
  }
}

async function disable(id: string): Promise<void> {
  await house.database.pool.query('update people set disabled = true where id = $1', [id])
}

const without = (access: Endpoint['access']) => every.filter((permission) => permission !== access)
const onlySignedIn = ({ access }: Endpoint): Verdict => (access === 'public' ? 'in' : 'not_signed_in')

const kinds: readonly Kind[] = [
  { name: 'nobody', credentials: async () => ({}), verdict: onlySignedIn },
  ...roleNames.flatMap((role): Kind[] => [
    {
      name: role,
      credentials: async (house) => house.signIn(await house.addPerson(role)),
      verdict: verdictFor(role, 'session'),
    },
    {
      name: `an API key with every permission, of a ${role}`,
      credentials: async (house) => house.apiKey(await house.addPerson(role)),
      verdict: verdictFor(role, 'key'),
    },
  ]),
  {
    name: 'an API key without the permission, of an admin',
    credentials: async (house, { access }) => house.apiKey(await house.addPerson('admin'), without(access)),
    verdict: (endpoint) => verdictFor('admin', 'key', without(endpoint.access))(endpoint),
  },
  {
    name: 'an API key with that permission alone, of an admin',
    credentials: async (house, { access }) =>
      house.apiKey(await house.addPerson('admin'), isPermission(access) ? [access] : ['metrics:view']),
    verdict: verdictFor('admin', 'key'),
  },
  {
    name: 'a disabled admin',
    credentials: async (house) => {
      const id = await house.addPerson('admin')
      const session = await house.signIn(id)
      await disable(id)
      return session
    },
    verdict: onlySignedIn,
  },
  {
    name: 'an API key of a disabled admin',
    credentials: async (house) => {
      const id = await house.addPerson('admin')
      const key = await house.apiKey(id)
      await disable(id)
      return key
    },
    verdict: onlySignedIn,
  },
]

const refusals: Readonly<Record<string, Verdict>> = { not_signed_in: 'not_signed_in', forbidden: 'forbidden' }

describe(`roles × endpoints (${kinds.length} callers × ${endpoints.length} endpoints)`, () => {
  it.each(kinds.map((kind) => [kind.name, kind] as const))(
    'lets %s in where the contract says so, and nowhere else',
    async (_, kind) => {
      const found: Record<string, Verdict> = {}
      const expected: Record<string, Verdict> = {}
      // Somebody must be there, or the first run would be open.
      await house.addPerson('admin')
      for (const { id, endpoint, prepare } of endpoints.filter((each) => each.id !== 'setup.create')) {
        const parts = await prepare(house)
        const answer = await house.send(requestOf(endpoint, parts), await kind.credentials(house, endpoint))
        const code = answer.statusCode >= 400 ? answer.json().code : ''
        found[id] = refusals[code] ?? 'in'
        expected[id] = kind.verdict(endpoint)
        if (answer.statusCode >= 500) throw new Error(`${id}: ${answer.body}`)
        await house.database.pool.query('delete from settings')
      }
      expect(found).toEqual(expected)
    },
  )
})
