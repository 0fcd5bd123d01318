import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, MomentField, PasswordField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { field, useSending } from '../sending.ts'
import { emailAddress, needed } from '../validate.ts'
import { type Connection, connectionsKey } from './queries.ts'

type Credential = Connection['credentials'][number]
interface Entered {
  readonly email: string
  readonly tokens: string
  readonly expires_at: string | null
}

const labels = { email: 'E-mail address', tokens: 'New token', expires_at: 'It ends' }

/** The way out of a token that works no more: another in its place. An app password becomes an API token. */
export function ReplaceToken({ connection, credential }: { connection: Connection; credential: Credential }) {
  const api = useApi()
  const queries = useQueryClient()
  const kind = credential.kind === 'access_token' ? 'access_token' : 'api_token'
  const initialValues: Entered = {
    email: credential.kind === 'api_token' ? (credential.email ?? '') : '',
    tokens: '',
    expires_at: null,
  }
  const form = useForm<Entered>({
    initialValues,
    validate: {
      email: (value) => (kind === 'api_token' ? emailAddress(value) : null),
      tokens: needed('the token'),
    },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ email, tokens, expires_at }) => {
    const params = { id: connection.id, credential_id: credential.id }
    const owner = kind === 'api_token' ? { email: email.trim() } : {}
    const end = expires_at === null ? {} : { expires_at }
    await api.connections.replaceCredential({ params, body: { kind, tokens, ...owner, ...end } })
    await queries.invalidateQueries({ queryKey: connectionsKey })
    toast(`${connection.alias} goes on where it stood.`)
  })
  return (
    <form onSubmit={onSubmit} noValidate aria-label={`Replace ${credential.label}`}>
      <FormErrors error={error} labels={labels} />
      <Fields>
        {kind === 'api_token' && (
          <TextField
            {...field(form, 'email')}
            label={labels.email}
            type="email"
            autoComplete="off"
            required
          />
        )}
        <PasswordField
          {...field(form, 'tokens')}
          label={labels.tokens}
          help={`${kind === 'api_token' ? 'An API token' : 'An access token'}, tried before it takes the place of this one.`}
          autoComplete="off"
          required
        />
        <MomentField
          {...field(form, 'expires_at')}
          label={labels.expires_at}
          help="You are reminded 30, 7 and 1 days before. Empty: not known."
        />
      </Fields>
      <Button type="submit" loading={sending} mt="md">
        Verify and replace
      </Button>
    </form>
  )
}
