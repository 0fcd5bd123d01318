import { sql } from 'kysely'
import { verifyPassword } from '../passwords.ts'
import { defineSignInMethod } from './method.ts'

export const password = defineSignInMethod<{ readonly email: string; readonly password: string }>({
  name: 'password',
  doc: 'E-mail address and password, kept by Windlass.',

  account: ({ email }) => email,

  recognise: async (db, proof) => {
    const person = await db
      .selectFrom('people')
      .select(['id', 'password', 'disabled'])
      .where(sql<string>`lower(email)`, '=', sql<string>`lower(${proof.email})`)
      .executeTakeFirst()
    // A disabled person's password is checked, too: the answer must not come sooner.
    const right = await verifyPassword(proof.password, person?.password)
    return right && person && !person.disabled ? person.id : undefined
  },
})
