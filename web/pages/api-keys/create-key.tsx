import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { Fields, MomentField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { field, useSending } from '../sending.ts'
import { needed } from '../validate.ts'
import { MadeKey } from './made-key.tsx'
import { PermissionsField } from './permissions-field.tsx'
import { apiKeysKey } from './queries.ts'

const labels = { name: 'Name', permissions: 'What it allows', expires_at: 'Expires' }

const lifetimes = [
  { value: '30', label: 'In 30 days' },
  { value: '90', label: 'In 90 days' },
  { value: '365', label: 'In a year' },
  { value: 'at', label: 'At a moment I choose' },
  { value: 'never', label: 'Never' },
] as const

export function CreateKey() {
  return (
    <Drawer name="add" title={() => 'Create an API key'}>
      {() => <CreateForm />}
    </Drawer>
  )
}

interface KeyForm {
  name: string
  permissions: readonly string[]
  lifetime: string | null
  at: string | null
}

function CreateForm() {
  const api = useApi()
  const queries = useQueryClient()
  const [made, setMade] = useState<string | null>(null)
  const form = useForm<KeyForm>({
    initialValues: { name: '', permissions: [], lifetime: '90', at: null },
    validate: {
      name: needed('what uses it'),
      permissions: (names) => (names.length === 0 ? 'Choose what it allows.' : null),
      at: (at, { lifetime }) => (lifetime === 'at' && at === null ? 'Choose when it expires.' : null),
    },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ name, permissions, lifetime, at }) => {
    const expires_at = expiryFrom(lifetime, at, new Date())
    const body = { name: name.trim(), permissions: [...permissions], ...(expires_at ? { expires_at } : {}) }
    const { data } = await api.apiKeys.create({ body })
    await queries.invalidateQueries({ queryKey: apiKeysKey })
    setMade(data.key)
  })
  if (made !== null) return <MadeKey value={made} />
  return (
    <form onSubmit={onSubmit} noValidate>
      <FormErrors error={error} labels={labels} />
      <Fields>
        <TextField
          {...field(form, 'name')}
          label={labels.name}
          help="The program that uses it: “nightly report”."
          autoFocus
          required
        />
        <PermissionsField {...field(form, 'permissions')} label={labels.permissions} />
        <SelectField {...field(form, 'lifetime')} label={labels.expires_at} options={lifetimes} />
        {form.values.lifetime === 'at' && (
          <MomentField {...field(form, 'at')} label="Moment" min={new Date().toISOString()} required />
        )}
        <div>
          <Button type="submit" loading={sending}>
            Create
          </Button>
        </div>
      </Fields>
    </form>
  )
}

function expiryFrom(lifetime: string | null, at: string | null, now: Date): string | null {
  if (lifetime === 'at') return at
  const days = Number(lifetime)
  return days > 0 ? new Date(now.getTime() + days * 86_400_000).toISOString() : null
}
