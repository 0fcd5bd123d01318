import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, sorting, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'
import { Email, NewPassword } from './setup.ts'

const RoleName = Type.Union([Type.Literal('viewer'), Type.Literal('editor'), Type.Literal('admin')])

const Person = Type.Object({
  id: Id,
  name: Type.String(),
  email: Type.String(),
  role: RoleName,
  disabled: Type.Boolean(),
  created_at: Timestamp,
  updated_at: Timestamp,
  last_seen_at: Nullable(Timestamp),
})

const params = Type.Object({ id: Id })

export const people = defineResource({
  name: 'people',
  doc: 'People with an account on this installation.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/people',
      access: 'people:view',
      doc: 'People, by name unless told otherwise.',
      query: Type.Object({
        ...paging,
        search: Type.Optional(text({ max: 200, description: 'Part of a name or an e-mail address.' })),
        role: Type.Optional(RoleName),
        disabled: Type.Optional(Type.Boolean()),
        sort: sorting('name', 'email', 'role', 'last_seen_at', 'created_at'),
      }),
      answer: Page(Person),
    },
    get: {
      method: 'GET',
      path: '/people/{id}',
      access: 'people:view',
      doc: 'One person.',
      params,
      answer: Person,
      versioned: true,
    },
    create: {
      method: 'POST',
      path: '/people',
      access: 'people:edit',
      doc: 'Adds a person who can sign in.',
      body: Type.Object(
        { name: text({ max: 200 }), email: Email, role: RoleName, password: NewPassword },
        { additionalProperties: false },
      ),
      answer: Person,
      status: 201,
      audit: 'person.create',
    },
    update: {
      method: 'PATCH',
      path: '/people/{id}',
      access: 'people:edit',
      doc: 'Changes name, e-mail address or role, or disables and enables the account. A disabled person’s sessions end.',
      params,
      body: Type.Partial(
        Type.Object({ name: text({ max: 200 }), email: Email, role: RoleName, disabled: Type.Boolean() }),
        { additionalProperties: false, minProperties: 1 },
      ),
      answer: Person,
      audit: 'person.update',
      versioned: true,
    },
    remove: {
      method: 'DELETE',
      path: '/people/{id}',
      access: 'people:edit',
      doc: 'Removes the account, its sessions and its API keys. Bitbucket accounts of the person are nobody’s then. The audit log keeps what they did.',
      params,
      answer: null,
      audit: 'person.remove',
    },
    setPassword: {
      method: 'PUT',
      path: '/people/{id}/password',
      access: 'people:edit',
      doc: 'Sets a new password and ends the person’s sessions.',
      params,
      body: Type.Object({ password: NewPassword }, { additionalProperties: false }),
      answer: null,
      audit: 'person.set_password',
    },
    endSessions: {
      method: 'DELETE',
      path: '/people/{id}/sessions',
      access: 'people:edit',
      doc: 'Signs the person out everywhere.',
      params,
      answer: null,
      audit: 'person.end_sessions',
    },
  },
})

export const roles = defineResource({
  name: 'roles',
  doc: 'The roles and what each allows.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/roles',
      access: 'people:view',
      doc: 'Every permission, and the roles that grant it.',
      answer: Type.Object({
        roles: Type.Array(Type.Object({ name: RoleName, people: Type.Integer() })),
        permissions: Type.Array(
          Type.Object({ name: Type.String(), doc: Type.String(), roles: Type.Array(RoleName) }),
        ),
      }),
    },
  },
})
