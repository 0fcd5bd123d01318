import { Button, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { ApiError, useApi } from '../../api.ts'
import { Door } from '../../shell/door.tsx'
import { Fields, PasswordField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { field, useSending } from '../sending.ts'
import { emailAddress, needed, newPassword, passwordLength } from '../validate.ts'
import { WhereIsTheCode } from './where-is-the-code.tsx'

const labels = { code: 'First-run code', name: 'Your name', email: 'E-mail address', password: 'Password' }

export function Page() {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { code: useLocation().hash, name: '', email: '', password: '' },
    validate: {
      code: needed('the code that the server printed'),
      name: needed('your name'),
      email: emailAddress,
      password: newPassword,
    },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ code, name, email, password }) => {
    await api.setup.create({ body: { code: code.trim(), name: name.trim(), email: email.trim(), password } })
    queries.clear()
    await navigate({ to: '/' })
  })
  const wrongCode = error instanceof ApiError && error.problem.code === 'wrong_setup_code'
  return (
    <Door title="Make the first administrator">
      <Text c="dimmed" mb="lg">
        Nobody can sign in here yet. The code proves that you can read what the server prints; it works once.
      </Text>
      <form onSubmit={onSubmit} noValidate>
        <FormErrors error={error} labels={labels} />
        <Fields>
          <div>
            <TextField
              {...field(form, 'code')}
              label={labels.code}
              autoComplete="one-time-code"
              monospace
              required
              {...(wrongCode ? { error: 'This is not the code of this installation.' } : {})}
            />
            <WhereIsTheCode open={wrongCode} />
          </div>
          <TextField {...field(form, 'name')} label={labels.name} autoComplete="name" required />
          <TextField
            {...field(form, 'email')}
            label={labels.email}
            type="email"
            autoComplete="username"
            help="You sign in with it."
            required
          />
          <PasswordField
            {...field(form, 'password')}
            label={labels.password}
            autoComplete="new-password"
            help={`At least ${passwordLength} characters.`}
            required
          />
          <Button type="submit" loading={sending} fullWidth>
            Make the administrator
          </Button>
        </Fields>
      </form>
    </Door>
  )
}
