import { type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Email, NewPassword } from '../../api/contract/setup.ts'
import type { Place } from '../../db/keyset.ts'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { commandLine, record } from '../../people/audit.ts'
import { hashPassword } from '../../people/passwords.ts'
import {
  addPerson,
  describePerson,
  findPerson,
  listPeople,
  type Person,
  setPassword,
  subjectOf,
} from '../../people/people.ts'
import { roleNames } from '../../people/permissions.ts'
import { endSessions } from '../../people/sessions.ts'
import { askSecret } from '../ask-secret.ts'
import { defineCommand } from '../command.ts'
import { moment, table } from '../out.ts'

const passwordStdin = { doc: 'read the password from the first line of standard input' }

export const userAdd = defineCommand({
  name: 'user add',
  doc: 'Adds a person who can sign in, on the database directly. The password is asked for.',
  examples: [
    {
      line: 'windlass user add ada@example.com --name "Ada Example" --role admin',
      doc: 'Asks for a password.',
    },
    {
      line: 'windlass user add bo@example.com --name Bo --role viewer --password-stdin < password.txt',
      doc: 'For a script.',
    },
  ],
  arguments: { email: { doc: 'e-mail address' } },
  options: {
    name: { doc: 'name', value: 'name', required: true },
    role: { doc: 'what the person may do', value: 'role', required: true, choices: roleNames },
    passwordStdin,
  },
  async run({ out, openDatabase }, { email, name, role, passwordStdin }) {
    check('The e-mail address', Email, email)
    check('The name', Type.String({ minLength: 1, maxLength: 200, pattern: '^[^\\u0000]*$' }), name)
    const passwordHash = await askPassword(passwordStdin)
    const { kysely } = await openDatabase()
    const person = await transaction(kysely, async (tx) => {
      const added = await addPerson(tx, { name, email, role, passwordHash })
      const after = describePerson(added)
      await recordHere(tx, 'person.create', added, { after })
      return added
    })
    out.result(toJson(person), () => `Added ${person.name} <${person.email}> as ${person.role}.`)
    return undefined
  },
})

export const userList = defineCommand({
  name: 'user list',
  doc: 'Lists the people with an account, from the database directly.',
  examples: [{ line: 'windlass user list', doc: 'Everybody, by name.' }],
  async run({ out, openDatabase }) {
    const { kysely } = await openDatabase()
    const people = await listEverybody(kysely)
    out.result(people.map(toJson), () =>
      table(
        ['E-mail', 'Name', 'Role', 'State', 'Last seen'],
        people.map((person) => [
          person.email,
          person.name,
          person.role,
          person.disabled ? 'disabled' : 'active',
          moment(person.last_seen_at),
        ]),
      ),
    )
    return undefined
  },
})

export const userSetPassword = defineCommand({
  name: 'user set-password',
  doc: 'Sets a new password and ends the person’s sessions: the way back in for a locked-out administrator.',
  examples: [{ line: 'windlass user set-password ada@example.com', doc: 'Asks for the new password.' }],
  arguments: { email: { doc: 'e-mail address' } },
  options: { passwordStdin },
  async run({ out, openDatabase }, { email, passwordStdin }) {
    const { kysely } = await openDatabase()
    const person = await findPerson(kysely, email)
    const passwordHash = await askPassword(passwordStdin)
    const ended = await transaction(kysely, async (tx) => {
      await setPassword(tx, person.id, passwordHash)
      const sessions_ended = await endSessions(tx, person.id)
      await recordHere(tx, 'person.set_password', person, { after: { sessions_ended } })
      return sessions_ended
    })
    out.result(
      { ...toJson(person), sessions_ended: ended },
      () => `${person.name} has a new password. Sessions ended: ${ended}.`,
    )
    return undefined
  },
})

async function askPassword(fromStdin: boolean): Promise<string> {
  const password = await askSecret('Password', fromStdin)
  check('The password', NewPassword, password)
  return hashPassword(password)
}

/** The same rules as the API; the value is never repeated, it may be a password. */
function check(what: string, schema: TSchema, value: string): void {
  const problem = Value.Errors(schema, value).First()
  if (problem) throw new Failure('invalid_input', { detail: `${what}: ${problem.message}.` })
}

async function listEverybody(db: Db): Promise<Person[]> {
  const all: Person[] = []
  const step = 500
  for (let after: Place | undefined; ; ) {
    const people = await listPeople(db, {}, after, step)
    all.push(...people)
    const last = people.at(-1)
    if (people.length < step || !last) return all
    after = [last.sort_value, last.id]
  }
}

function recordHere(tx: Db, action: string, person: Person, what: { after: unknown }): Promise<void> {
  return record(tx, { actor: commandLine, action, subject: subjectOf(person), ...what, outcome: 'done' })
}

function toJson({ id, name, email, role, disabled, created_at, last_seen_at }: Person) {
  return { id, name, email, role, disabled, created_at, last_seen_at }
}
