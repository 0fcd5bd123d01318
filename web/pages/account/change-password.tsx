import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type Session, sessionKey, useApi } from '../../api.ts'
import { useSession } from '../../session.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, PasswordField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { Section } from '../section.tsx'
import { field, useSending } from '../sending.ts'
import { needed, newPassword, passwordLength } from '../validate.ts'
import { sessionsKey } from './sessions.tsx'

const labels = { current: 'Present password', password: 'New password' }

export function ChangePassword() {
  const api = useApi()
  const queries = useQueryClient()
  const { person } = useSession()
  const form = useForm({
    initialValues: { current: '', password: '' },
    validate: { current: needed('your present password'), password: newPassword },
  })
  const { onSubmit, sending, error } = useSending(form, async (body) => {
    await api.session.changePassword({ body })
    // The session goes on under a new cookie, and with it a new token.
    queries.setQueryData<Session>(sessionKey, (await api.session.me()).data)
    await queries.invalidateQueries({ queryKey: sessionsKey })
    form.reset()
    toast('Your password is changed. Every other session has ended.')
  })
  return (
    <Section title="Password" doc="Changing it signs you out everywhere but here.">
      <form onSubmit={onSubmit} noValidate>
        <FormErrors error={error} labels={labels} />
        {/* Lets a password manager know whose password it is. */}
        <input type="email" name="username" autoComplete="username" value={person.email} readOnly hidden />
        <Fields>
          <PasswordField
            {...field(form, 'current')}
            label={labels.current}
            autoComplete="current-password"
            required
          />
          <PasswordField
            {...field(form, 'password')}
            label={labels.password}
            autoComplete="new-password"
            help={`At least ${passwordLength} characters.`}
            required
          />
          <div>
            <Button type="submit" loading={sending}>
              Change password
            </Button>
          </div>
        </Fields>
      </form>
    </Section>
  )
}
