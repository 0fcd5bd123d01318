import { hashPassword } from '../../people/passwords.ts'
import {
  addPerson,
  changePerson,
  describePerson,
  getPerson,
  listPeople,
  lockPerson,
  type Person,
  removePerson,
  setPassword,
  subjectOf,
} from '../../people/people.ts'
import { endSessions } from '../../people/sessions.ts'
import { people as resource } from '../contract/people.ts'
import { byValue, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

export const people = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const list = `people ${filter.sort ?? ''}`
    const rows = await listPeople(db, filter, readCursor(list, byValue, cursor), limit + 1)
    return page(list, rows, { limit, place: (row) => [row.sort_value, row.id], item: toAnswer })
  },

  get: async ({ db, params }) => {
    const person = await getPerson(db, params.id)
    return { answer: toAnswer(person), version: person.version }
  },

  create: async ({ body, change }) => {
    const { password, ...fields } = body
    const passwordHash = await hashPassword(password)
    return change(async (tx) => {
      const person = await addPerson(tx, { ...fields, passwordHash })
      return { answer: toAnswer(person), subject: subjectOf(person), after: describePerson(person) }
    })
  },

  update: async ({ params, body, change, expectVersion }) =>
    change(async (tx) => {
      const before = await lockPerson(tx, params.id)
      expectVersion(before.version)
      const after = await changePerson(tx, before, body)
      return {
        answer: toAnswer(after),
        version: after.version,
        subject: subjectOf(after),
        before: describePerson(before),
        after: describePerson(after),
      }
    }),

  remove: async ({ params, change }) =>
    change(async (tx) => {
      const person = await lockPerson(tx, params.id)
      await removePerson(tx, person)
      return { answer: undefined, subject: subjectOf(person), before: describePerson(person) }
    }),

  setPassword: async ({ params, body, change }) => {
    const passwordHash = await hashPassword(body.password)
    return change(async (tx) => {
      const person = await lockPerson(tx, params.id)
      await setPassword(tx, person.id, passwordHash)
      const ended = await endSessions(tx, person.id)
      return { answer: undefined, subject: subjectOf(person), after: { sessions_ended: ended } }
    })
  },

  endSessions: async ({ params, change }) =>
    change(async (tx) => {
      const person = await lockPerson(tx, params.id)
      const ended = await endSessions(tx, person.id)
      return { answer: undefined, subject: subjectOf(person), after: { sessions_ended: ended } }
    }),
})

function toAnswer(person: Person) {
  const { id, name, email, role, disabled } = person
  return {
    id,
    name,
    email,
    role,
    disabled,
    created_at: person.created_at.toISOString(),
    updated_at: person.updated_at.toISOString(),
    last_seen_at: person.last_seen_at?.toISOString() ?? null,
  }
}
