import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type Role, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { NewPassword } from '../new-password.tsx'
import { field, useSending } from '../sending.ts'
import { emailAddress, needed, newPassword } from '../validate.ts'
import { labels, RoleField } from './person-fields.tsx'
import { peopleKey } from './queries.ts'

export function AddPerson() {
  if (!useCan()('people:edit')) return null
  return (
    <Drawer name="add" title={() => 'Add a person'}>
      {() => <AddForm />}
    </Drawer>
  )
}

const blank: { name: string; email: string; role: Role; password: string } = {
  name: '',
  email: '',
  role: 'viewer',
  password: '',
}

function AddForm() {
  const api = useApi()
  const queries = useQueryClient()
  const { close } = useDrawer('add')
  const form = useForm({
    initialValues: blank,
    validate: { name: needed('their name'), email: emailAddress, password: newPassword },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ name, email, role, password }) => {
    await api.people.create({ body: { name: name.trim(), email: email.trim(), role, password } })
    await queries.invalidateQueries({ queryKey: peopleKey })
    toast(`${name.trim()} can sign in now.`)
    close()
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <FormErrors error={error} labels={labels} />
      <Fields>
        <TextField {...field(form, 'name')} label={labels.name} autoFocus required />
        <TextField
          {...field(form, 'email')}
          label={labels.email}
          type="email"
          autoComplete="off"
          help="They sign in with it."
          required
        />
        <RoleField value={form.values.role} onChange={(role) => form.setFieldValue('role', role)} />
        <NewPassword {...field(form, 'password')} label={labels.password} />
        <div>
          <Button type="submit" loading={sending}>
            Add
          </Button>
        </div>
      </Fields>
    </form>
  )
}
