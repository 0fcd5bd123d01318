import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { ApiError, sessionKey, useApi } from '../../api.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { field, useSending } from '../sending.ts'
import { emailAddress, needed } from '../validate.ts'
import { labels, RoleField } from './person-fields.tsx'
import { type Person, peopleKey } from './queries.ts'

interface PersonFormProps {
  readonly person: Person
  /** The version the change starts from. */
  readonly etag: string
  readonly onReload: () => void
}

export function PersonForm({ person, etag, onReload }: PersonFormProps) {
  const api = useApi()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { name: person.name, email: person.email, role: person.role },
    validate: { name: needed('their name'), email: emailAddress },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ name, email, role }) => {
    const body = { name: name.trim(), email: email.trim(), role }
    await api.people.update({ params: { id: person.id }, body, headers: { 'if-match': etag } })
    await queries.invalidateQueries({ queryKey: peopleKey })
    await queries.invalidateQueries({ queryKey: sessionKey })
    toast(`${body.name} is saved.`)
  })
  const changedMeanwhile = error instanceof ApiError && error.problem.code === 'changed_meanwhile'
  return (
    <form onSubmit={onSubmit} noValidate>
      <FormErrors error={error} labels={labels} />
      <Fields>
        <TextField {...field(form, 'name')} label={labels.name} required />
        <TextField {...field(form, 'email')} label={labels.email} type="email" required />
        <RoleField
          value={form.values.role}
          onChange={(role) => form.setFieldValue('role', role)}
          error={form.errors.role}
        />
        <Group gap="sm">
          <Button type="submit" loading={sending} disabled={!form.isDirty() || changedMeanwhile}>
            Save
          </Button>
          {changedMeanwhile && (
            <Button variant="default" onClick={onReload}>
              Load it again
            </Button>
          )}
        </Group>
      </Fields>
    </form>
  )
}
