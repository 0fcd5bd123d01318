import { Button, Text } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { ApiError, useApi } from '../../api.ts'
import { Door } from '../../shell/door.tsx'
import { Fields, PasswordField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { formatDuration } from '../../ui/value/format.ts'
import { field, useSending } from '../sending.ts'
import { emailAddress, needed } from '../validate.ts'
import { useView } from '../view.ts'
import { localAddress } from './local-address.ts'
import { page } from './page.ts'
import { useCountdown } from './use-countdown.ts'

const labels = { email: 'E-mail address', password: 'Password' }

export function Page() {
  const api = useApi()
  const queries = useQueryClient()
  const router = useRouter()
  const { back } = useView(page)
  const form = useForm({
    initialValues: { email: '', password: '' },
    validate: { email: emailAddress, password: needed('your password') },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ email, password }) => {
    await api.session.create({ body: { email: email.trim(), password } })
    // Whatever is still here belongs to whoever was signed in before.
    queries.clear()
    router.history.push(localAddress(back))
  })
  const wait = useCountdown(error)
  return (
    <Door title="Sign in">
      {localAddress(back) !== '/' && <Text c="dimmed">You come back to where you were.</Text>}
      <form onSubmit={onSubmit} noValidate style={{ marginTop: 16 }}>
        {wait > 0 ? <Throttled /> : <Refused error={error} />}
        <Fields>
          <TextField
            {...field(form, 'email')}
            label={labels.email}
            type="email"
            autoComplete="username"
            required
          />
          <PasswordField
            {...field(form, 'password')}
            label={labels.password}
            autoComplete="current-password"
            required
          />
          <Button type="submit" loading={sending} disabled={wait > 0} fullWidth>
            {wait > 0 ? `Try again in ${formatDuration(wait)}` : 'Sign in'}
          </Button>
        </Fields>
      </form>
      <Text c="dimmed" size="sm" mt="lg">
        Forgotten the password? An administrator can set a new one under Settings, People.
      </Text>
    </Door>
  )
}

function Refused({ error }: { error: Error | null }) {
  const throttled = error instanceof ApiError && error.problem.code === 'too_many_attempts'
  // The wait is over: nothing is wrong any more.
  return throttled ? null : <FormErrors error={error} labels={labels} />
}

/** Said once; the seconds stand on the button, which nobody has to hear every second. */
function Throttled() {
  return (
    <Text role="alert" mb="md" c="var(--ui-attention)">
      There were too many attempts. Wait until the button is free, then try again.
    </Text>
  )
}
