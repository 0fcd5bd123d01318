import { Type } from '@sinclair/typebox'
import { Id, Nullable, Page, paging, Timestamp, text } from './page.ts'
import { defineResource } from './resource.ts'

const account = {
  id: Id,
  uuid: Type.String({ description: 'Its identity in Bitbucket.' }),
  display_name: Nullable(Type.String({ description: 'Null while only its identity is known.' })),
  nickname: Nullable(Type.String()),
  type: Nullable(Type.String({ description: 'user, app_user or team.' })),
  account_status: Nullable(Type.String({ description: 'active, inactive or closed.' })),
  workspaces: Type.Array(
    Type.Object({
      id: Id,
      slug: Type.String(),
      name: Type.String(),
      connection: Nullable(
        Type.Object(
          { id: Id, alias: Type.String() },
          { description: 'Which reads it; null while none does.' },
        ),
      ),
      left_at: Nullable(
        Type.String({
          format: 'date-time',
          description: 'When it was found to have left; null for members.',
        }),
      ),
    }),
    { description: 'Workspaces that it is or was a member of, and the connections through which it is met.' },
  ),
}

const PersonAccount = Type.Object({
  ...account,
  origin: Type.Union([Type.Literal('email'), Type.Literal('hand')], {
    description:
      'email: Bitbucket says it has the address that the person signs in with; hand: somebody said so.',
  }),
  email: Nullable(Type.String({ description: 'That address; null for one that was given by hand.' })),
  given_by: Nullable(Type.String({ description: 'Who gave it by hand, by name; null for others.' })),
  given_at: Nullable(Timestamp),
})

const FoundAccount = Type.Object({
  ...account,
  person: Nullable(
    Type.Object({ id: Id, name: Type.String() }, { description: 'Whose it is; null while it is nobody’s.' }),
  ),
})

const Accounts = Type.Object({ items: Type.Array(PersonAccount) })
const params = Type.Object({ id: Id, account: Id })

export const accounts = defineResource({
  name: 'accounts',
  doc: 'Accounts of Bitbucket, of all connections together, and which person each belongs to.',
  endpoints: {
    list: {
      method: 'GET',
      path: '/accounts',
      access: 'identity:edit',
      doc: 'Accounts by name, and whose each is.',
      query: Type.Object({
        ...paging,
        search: Type.Optional(text({ max: 200, description: 'Part of a name or a nickname.' })),
      }),
      answer: Page(FoundAccount),
    },
    own: {
      method: 'GET',
      path: '/session/accounts',
      access: 'signed-in',
      doc: 'One’s own accounts.',
      answer: Accounts,
    },
    ofPerson: {
      method: 'GET',
      path: '/people/{id}/accounts',
      access: 'people:view',
      doc: 'The accounts of a person.',
      params: Type.Object({ id: Id }),
      answer: Accounts,
    },
    give: {
      method: 'PUT',
      path: '/people/{id}/accounts/{account}',
      access: 'identity:edit',
      doc: 'Gives an account to a person. One that is somebody else’s is refused; one that is theirs stays as it is. Undoes that it was taken away.',
      params,
      answer: PersonAccount,
      audit: 'person.give_account',
    },
    takeAway: {
      method: 'DELETE',
      path: '/people/{id}/accounts/{account}',
      access: 'identity:edit',
      doc: 'Takes an account away from a person. Their address does not bring it back.',
      params,
      answer: null,
      audit: 'person.take_account_away',
    },
  },
})
