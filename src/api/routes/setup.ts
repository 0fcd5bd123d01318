import { Failure } from '../../errors.ts'
import { hashPassword } from '../../people/passwords.ts'
import { addPerson, describePerson, subjectOf } from '../../people/people.ts'
import { beginSession } from '../../people/sessions.ts'
import { claimSetup, isSetupCode, isSetupNeeded } from '../../people/setup.ts'
import { signInMethods } from '../../people/sign-in/index.ts'
import { forgiveAttempt, takeAttempt } from '../../people/throttle.ts'
import { setup as resource } from '../contract/setup.ts'
import { implement } from './route.ts'

export const setup = implement(resource, {
  state: async ({ db, house }) => {
    const { demo, version, supportEmail, supportUrl } = house.config
    return {
      needed: await isSetupNeeded(db),
      demo,
      version,
      support: { email: supportEmail ?? null, url: supportUrl ?? null },
    }
  },

  create: async ({ db, house, body, origin, cookie, change }) => {
    if (!(await isSetupNeeded(db))) throw new Failure('already_set_up')
    const attempt = { address: origin.address, account: null }
    await takeAttempt(db, attempt)
    if (!(await isSetupCode(db, house.keyRing, body.code))) throw new Failure('wrong_setup_code')
    await forgiveAttempt(db, attempt)
    const { name, email } = body
    const passwordHash = await hashPassword(body.password)
    let token = ''
    const done = await change(async (tx) => {
      await claimSetup(tx)
      const person = await addPerson(tx, { name, email, role: 'admin', passwordHash })
      const { password: method } = signInMethods
      const hours = house.config.sessionHours
      token = await beginSession(tx, { personId: person.id, method: method.name, hours, origin })
      const actor = { ...subjectOf(person), kind: 'person' } as const
      return { answer: undefined, actor, subject: subjectOf(person), after: describePerson(person) }
    })
    cookie.set(token)
    return done
  },
})
