import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { RadioField } from '../../ui/form/choice-fields.tsx'
import { Fields, MomentField, PasswordField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { field, useSending } from '../sending.ts'
import { emailAddress, needed } from '../validate.ts'
import { Checks, checksOf } from './checks.tsx'
import { type Connection, type Credential, connectionsKey } from './queries.ts'
import type { TokenKind } from './scopes.ts'

const labels = {
  ...{ kind: 'Kind of token', tokens: 'Tokens', token: 'Tokens', email: 'E-mail address' },
  expires_at: 'Expires',
}

const kinds = [
  { value: 'access_token', label: 'Access token' },
  { value: 'api_token', label: 'API token' },
] as const

interface TokenFormProps {
  readonly connection: Connection
  /** What the token takes the place of; left out, it is added. */
  readonly replaces?: Credential
  readonly onDone: () => void
}

/** A token more, or one in the place of another: tried on every workspace before it is stored. */
export function TokenForm({ connection: { id }, replaces, onDone }: TokenFormProps) {
  const api = useApi()
  const queries = useQueryClient()
  const initialValues: { kind: TokenKind; email: string; tokens: string; expires_at: string | null } = {
    kind: replaces && replaces.kind !== 'access_token' ? 'api_token' : 'access_token',
    ...{ email: replaces?.email ?? '', tokens: '', expires_at: null },
  }
  const form = useForm({
    initialValues,
    validate: {
      tokens: needed('the token'),
      email: (value, { kind }) => (kind === 'api_token' ? emailAddress(value) : null),
    },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ kind, tokens, email, expires_at }) => {
    const body = {
      ...{ kind, tokens },
      ...(kind === 'api_token' ? { email: email.trim() } : {}),
      ...(expires_at === null ? {} : { expires_at }),
      ...(replaces ? { label: replaces.label } : {}),
    }
    if (replaces) {
      await api.connections.replaceCredential({ params: { id, credential_id: replaces.id }, body })
    } else await api.connections.addCredentials({ params: { id }, body })
    await queries.invalidateQueries({ queryKey: connectionsKey })
    toast(replaces ? `${replaces.label} is replaced.` : 'It works, and shares the load.')
    onDone()
  })
  useUnsaved(form.isDirty())
  const { kind } = form.values
  const checks = checksOf(error)
  return (
    <form
      onSubmit={onSubmit}
      noValidate
      aria-label={replaces ? `Replace ${replaces.label}` : 'Add a credential'}
    >
      <Fields>
        <RadioField {...field(form, 'kind')} label={labels.kind} options={kinds} />
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
          label={replaces ? 'Token' : labels.tokens}
          help={
            replaces
              ? 'Tried first. Reading goes on where it stands; nothing is read twice.'
              : 'Several by comma or line. Each is tried first.'
          }
          autoComplete="off"
          several={!replaces}
          required
        />
        <MomentField
          {...field(form, 'expires_at')}
          label={labels.expires_at}
          help="As you chose in Bitbucket. Empty: not known."
        />
        {checks.length === 0 && <FormErrors error={error} labels={labels} />}
        {checks.length > 0 && (
          <div role="alert">
            <p>Nothing was stored.</p>
            <Checks checks={checks} tried={() => ({ kind, told: false })} />
          </div>
        )}
        <Group gap="sm">
          <Button type="submit" loading={sending}>
            {replaces ? 'Verify and replace' : 'Verify and add'}
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Fields>
    </form>
  )
}
