import { Type } from '@sinclair/typebox'
import { Nullable, text } from './page.ts'
import { defineResource } from './resource.ts'

/** Each dot can be matched in one way only: with two, a long hostile address would take minutes to refuse. */
export const Email = Type.String({
  maxLength: 254,
  pattern: '^[^@\\s\\u0000]+@[^@\\s\\u0000.]+(\\.[^@\\s\\u0000.]+)+$',
})

/** Twelve characters: long enough against guessing with scrypt behind a throttle, short enough to be typed. */
export const NewPassword = text({ min: 12, max: 200 })

export const setup = defineResource({
  name: 'setup',
  doc: 'The first run: the first administrator is made with the one-time code that the server printed.',
  endpoints: {
    state: {
      method: 'GET',
      path: '/setup',
      access: 'public',
      doc: 'Whether a first administrator is still to be made, and what a sign-in page needs to know.',
      answer: Type.Object({
        needed: Type.Boolean(),
        demo: Type.Boolean({ description: 'Whether what is shown is an invented company.' }),
        version: Type.String(),
        support: Type.Object({ email: Nullable(Type.String()), url: Nullable(Type.String()) }),
      }),
    },
    create: {
      method: 'POST',
      path: '/setup',
      access: 'public',
      doc: 'Makes the first administrator and signs them in.',
      body: Type.Object(
        { code: text({ max: 100 }), name: text({ max: 200 }), email: Email, password: NewPassword },
        { additionalProperties: false },
      ),
      answer: null,
      audit: 'setup.create',
    },
  },
})
