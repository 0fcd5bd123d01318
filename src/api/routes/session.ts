import { keyLost } from '../../connections/key-ring.ts'
import { Failure } from '../../errors.ts'
import { features } from '../../features.ts'
import { hashPassword, verifyPassword } from '../../people/passwords.ts'
import { lockPerson, passwordOf, setPassword, subjectOf } from '../../people/people.ts'
import { beginSession, endSession, endSessionOf, endSessions, listSessions } from '../../people/sessions.ts'
import { signInMethods } from '../../people/sign-in/index.ts'
import { recognisePerson } from '../../people/sign-in/sign-in.ts'
import { forgiveAttempt, takeAttempt } from '../../people/throttle.ts'
import { session as resource } from '../contract/session.ts'
import { invalidInput } from '../problems.ts'
import { implement } from './route.ts'

export const session = implement(resource, {
  me: async ({ db, house, caller, featuresOff }) => ({
    person: caller.person,
    permissions: [...caller.permissions],
    features: features.map((feature) => feature.name).filter((name) => !featuresOff.has(name)),
    csrf: caller.session?.csrf ?? null,
    key_lost: await keyLost(db, house.keyRing),
  }),

  create: async ({ db, house, body, origin, cookie, change }) => {
    const method = signInMethods.password
    const personId = await recognisePerson(db, method, body, origin.address)
    let token = ''
    const done = await change(async (tx) => {
      const person = await lockPerson(tx, personId)
      if (person.disabled) throw new Failure('wrong_sign_in')
      // Always a session of its own: a cookie somebody planted before is worth nothing afterwards.
      if (cookie.token !== undefined) await endSession(tx, cookie.token)
      const hours = house.config.sessionHours
      token = await beginSession(tx, { personId, method: method.name, hours, origin })
      const actor = { ...subjectOf(person), kind: 'person' } as const
      return { answer: undefined, actor, subject: subjectOf(person), after: { method: method.name } }
    })
    cookie.set(token)
    return done
  },

  end: async ({ caller, cookie, change }) => {
    const done = await change(async (tx) => {
      if (cookie.token !== undefined) await endSession(tx, cookie.token)
      return { answer: undefined, subject: { kind: 'person', ...named(caller.person) } }
    })
    cookie.clear()
    return done
  },

  list: async ({ db, caller }) => {
    const rows = await listSessions(db, caller.person.id)
    return {
      items: rows.map(({ created_at, last_used_at, expires_at, ...row }) => ({
        ...row,
        current: row.id === caller.session.id,
        created_at: created_at.toISOString(),
        last_used_at: last_used_at.toISOString(),
        expires_at: expires_at.toISOString(),
      })),
    }
  },

  endOne: async ({ params, caller, change }) =>
    change(async (tx) => {
      await endSessionOf(tx, caller.person.id, params.id)
      const subject = { kind: 'person', ...named(caller.person) }
      return { answer: undefined, subject, before: { session: params.id } }
    }),

  endAll: async ({ caller, cookie, change }) => {
    const done = await change(async (tx) => {
      const ended = await endSessions(tx, caller.person.id)
      const subject = { kind: 'person', ...named(caller.person) }
      return { answer: undefined, subject, after: { sessions_ended: ended } }
    })
    cookie.clear()
    return done
  },

  changePassword: async ({ db, body, caller, origin, change }) => {
    const { person } = caller
    const attempt = { address: origin.address, account: person.email }
    await takeAttempt(db, attempt)
    if (!(await verifyPassword(body.current, await passwordOf(db, person.id)))) {
      throw invalidInput([{ path: 'current', message: 'is not your password' }])
    }
    await forgiveAttempt(db, attempt)
    const passwordHash = await hashPassword(body.password)
    return change(async (tx) => {
      await setPassword(tx, person.id, passwordHash)
      const ended = await endSessions(tx, person.id, caller.session.id)
      const subject = { kind: 'person', ...named(person) }
      return { answer: undefined, subject, after: { sessions_ended: ended } }
    })
  },
})

function named({ id, name }: { id: string; name: string }) {
  return { id, name }
}
