import { Type } from '@sinclair/typebox'
import { Id, Nullable, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'
import { Email, NewPassword } from './setup.ts'

const RoleName = Type.Union([Type.Literal('viewer'), Type.Literal('editor'), Type.Literal('admin')])

const SessionLine = Type.Object({
  id: Id,
  current: Type.Boolean(),
  created_at: Timestamp,
  last_used_at: Timestamp,
  expires_at: Timestamp,
  user_agent: Nullable(Type.String()),
  address: Nullable(Type.String()),
})

export const session = defineResource({
  name: 'session',
  doc: 'Signing in and out. A session lives in an HttpOnly cookie; a change must carry its token in X-CSRF-Token.',
  endpoints: {
    me: {
      method: 'GET',
      path: '/session',
      access: 'signed-in',
      doc: 'Who is signed in, what they may do, and which areas are on.',
      answer: Type.Object({
        person: Type.Object({ id: Id, name: Type.String(), email: Type.String(), role: RoleName }),
        permissions: Type.Array(Type.String()),
        features: Type.Array(Type.String({ description: 'Names of the areas that are on.' })),
        csrf: Nullable(Type.String({ description: 'Token for X-CSRF-Token; null with an API key.' })),
        key_lost: Type.Boolean({ description: 'Stored secrets cannot be opened with the present key.' }),
      }),
    },
    create: {
      method: 'POST',
      path: '/session',
      access: 'public',
      doc: 'Signs in with e-mail address and password.',
      body: Type.Object({ email: Email, password: text({ max: 200 }) }, { additionalProperties: false }),
      answer: null,
      audit: 'session.create',
    },
    end: {
      method: 'DELETE',
      path: '/session',
      access: 'session',
      doc: 'Signs out.',
      answer: null,
      audit: 'session.end',
    },
    list: {
      method: 'GET',
      path: '/sessions',
      access: 'session',
      doc: 'One’s own sessions.',
      answer: Type.Object({ items: Type.Array(SessionLine) }),
    },
    endOne: {
      method: 'DELETE',
      path: '/sessions/{id}',
      access: 'session',
      doc: 'Signs out one of one’s own sessions.',
      params: Type.Object({ id: Id }),
      answer: null,
      audit: 'session.end_one',
    },
    endAll: {
      method: 'DELETE',
      path: '/sessions',
      access: 'session',
      doc: 'Signs out everywhere, here too.',
      answer: null,
      audit: 'session.end_all',
    },
    changePassword: {
      method: 'PUT',
      path: '/session/password',
      access: 'session',
      doc: 'Changes one’s own password; every other session ends.',
      body: Type.Object(
        { current: text({ max: 200 }), password: NewPassword },
        { additionalProperties: false },
      ),
      answer: null,
      audit: 'session.change_password',
    },
  },
})
