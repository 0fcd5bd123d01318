import { transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { createApiKey, listApiKeys, removeApiKey } from '../../people/api-keys.ts'
import { commandLine, record } from '../../people/audit.ts'
import { findPerson } from '../../people/people.ts'
import { roles } from '../../people/permissions.ts'
import { defineCommand } from '../command.ts'
import { moment, table } from '../out.ts'

const day = 24 * 60 * 60 * 1000

export const apiKeyCreate = defineCommand({
  name: 'api-key create',
  doc: 'Makes an API key for a person, on the database directly. It is shown once; only its hash is stored.',
  examples: [
    {
      line: 'windlass api-key create prometheus --owner ada@example.com --permissions installation:view',
      doc: 'A key that may do one thing.',
    },
    {
      line: 'windlass api-key create deploy --owner ada@example.com --expires-in 90',
      doc: 'A key that may do all its owner may, for 90 days.',
    },
  ],
  feature: 'api_keys',
  arguments: { name: { doc: 'what the key is for' } },
  options: {
    owner: { doc: 'e-mail address of the person it acts for', value: 'email', required: true },
    permissions: { doc: 'what it may do, by comma; all its owner may when left out', value: 'names' },
    expiresIn: { doc: 'days after which it ends; never when left out', value: 'days' },
  },
  async run({ out, openDatabase }, { name, owner, permissions, expiresIn }) {
    const { kysely } = await openDatabase()
    const person = await findPerson(kysely, owner)
    const ceiling = new Set<string>(roles[person.role])
    const granted = permissions === undefined ? [...ceiling] : permissions.split(',').map((one) => one.trim())
    const expiresAt = expiresIn === undefined ? null : new Date(Date.now() + readDays(expiresIn) * day)
    const made = await transaction(kysely, async (tx) => {
      const key = { personId: person.id, name, permissions: granted, ceiling, expiresAt }
      const created = await createApiKey(tx, key)
      await record(tx, {
        actor: commandLine,
        action: 'api_key.create',
        subject: { kind: 'api_key', id: created.id, name },
        after: { name, owner: person.name, permissions: granted, expires_at: expiresAt },
        outcome: 'done',
      })
      return created
    })
    const { id, key } = made
    out.result({ id, key, name, owner: person.email, permissions: granted, expires_at: expiresAt }, () => key)
    out.note('Keep it now: it is not shown again.')
    return undefined
  },
})

export const apiKeyList = defineCommand({
  name: 'api-key list',
  doc: 'Lists the API keys of everybody, from the database directly.',
  examples: [{ line: 'windlass api-key list', doc: 'Newest first.' }],
  feature: 'api_keys',
  async run({ out, openDatabase }) {
    const { kysely } = await openDatabase()
    const keys: Awaited<ReturnType<typeof listApiKeys>> = []
    const step = 500
    for (let more = true; more; ) {
      const rows = await listApiKeys(kysely, {}, keys.at(-1)?.id, step)
      keys.push(...rows)
      more = rows.length === step
    }
    out.result(keys, () =>
      table(
        ['Id', 'Name', 'Begins with', 'Owner', 'Last used', 'Expires'],
        keys.map((key) => [
          key.id,
          key.name,
          key.prefix,
          key.owner_name,
          moment(key.last_used_at),
          moment(key.expires_at),
        ]),
      ),
    )
    return undefined
  },
})

export const apiKeyRevoke = defineCommand({
  name: 'api-key revoke',
  doc: 'Ends an API key at once, on the database directly.',
  examples: [{ line: 'windlass api-key revoke 12', doc: 'By the id that `windlass api-key list` shows.' }],
  feature: 'api_keys',
  arguments: { id: { doc: 'id of the key' } },
  async run({ out, openDatabase }, { id }) {
    if (!/^[1-9][0-9]{0,17}$/.test(id)) throw new Failure('invalid_input', { detail: 'An id is a number.' })
    const { kysely } = await openDatabase()
    const key = await transaction(kysely, async (tx) => {
      const [found] = await listApiKeys(tx, { id }, undefined, 1)
      if (!found) throw new Failure('not_found', { detail: `There is no API key ${id}.` })
      await removeApiKey(tx, id)
      const { name, owner_name: owner, permissions, expires_at } = found
      await record(tx, {
        actor: commandLine,
        action: 'api_key.revoke',
        subject: { kind: 'api_key', id, name },
        before: { name, owner, permissions, expires_at },
        outcome: 'done',
      })
      return found
    })
    out.result({ id, name: key.name }, () => `Revoked ${key.name} of ${key.owner_name}.`)
    return undefined
  },
})

function readDays(text: string): number {
  const days = Number(text)
  if (Number.isInteger(days) && days >= 1 && days <= 3650) return days
  throw new Failure('invalid_input', { detail: '--expires-in takes a number of days from 1 to 3650.' })
}
