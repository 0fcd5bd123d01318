import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { Problem } from '../../ui/feedback/problem.ts'
import { CheckboxesField, RadioField } from '../../ui/form/choice-fields.tsx'
import {
  Fields,
  MomentField,
  NumberField,
  PasswordField,
  SwitchField,
  TextField,
} from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { fieldErrors } from '../../ui/form/problems.ts'
import { SelectField } from '../../ui/form/select-field.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'

const refused: Problem = {
  title: 'The request is not valid',
  detail: 'Two fields are not valid.',
  code: 'invalid_input',
  request_id: 'req-77b0',
  problems: [
    { path: '/email', message: 'is taken by somebody else' },
    { path: '/expires_at', message: 'lies in the past' },
  ],
}

const labels = { email: 'E-mail address', expires_at: 'Ends at', name: 'Name' }

interface Sample {
  name: string
  email: string
  password: string
  role: string | null
  days: number | null
  expires_at: string | null
  active: boolean
  colour: 'green' | 'blue'
  days_off: readonly ('sat' | 'sun')[]
}

const initialValues: Sample = {
  name: 'Ada Example',
  email: 'ada@example.com',
  password: '',
  role: 'editor',
  days: null,
  expires_at: '2026-12-01T09:30:00.000Z',
  active: true,
  colour: 'green',
  days_off: ['sat', 'sun'],
}

const colours = [
  { value: 'green', label: 'Green', doc: 'As grass.' },
  { value: 'blue', label: 'Blue', doc: 'As ice.' },
] as const

const daysOff = [
  { value: 'sat', label: 'Saturday' },
  { value: 'sun', label: 'Sunday' },
] as const

const roles = [
  { value: 'viewer', label: 'Viewer' },
  { value: 'editor', label: 'Editor' },
  { value: 'admin', label: 'Administrator' },
]

export function Forms() {
  const form = useForm<Sample>({ initialValues })
  const [error, setError] = useState<Problem | null>(null)
  const send = () => {
    setError(refused)
    form.setErrors(fieldErrors(refused.problems))
  }
  return (
    <>
      <PageHeader title="Form" state={JSON.stringify(form.values)} />
      <form onSubmit={form.onSubmit(send)}>
        <FormErrors error={error} labels={labels} />
        <Fields>
          <TextField name="name" label="Name" required {...form.getInputProps('name')} />
          <TextField
            name="email"
            type="email"
            label="E-mail address"
            help="Where the invitation goes."
            {...form.getInputProps('email')}
          />
          <PasswordField
            name="password"
            label="Password"
            help="At least 12 characters."
            autoComplete="new-password"
            {...form.getInputProps('password')}
          />
          <SelectField name="role" label="Role" options={roles} {...form.getInputProps('role')} />
          <NumberField name="days" label="Kept for" unit="days" min={1} {...form.getInputProps('days')} />
          <MomentField name="expires_at" label="Ends at" {...form.getInputProps('expires_at')} />
          <SwitchField
            name="active"
            label="Active"
            help="Off, nobody can sign in with it."
            {...form.getInputProps('active', { type: 'checkbox' })}
          />
          <RadioField
            name="colour"
            label="Colour"
            options={colours}
            value={form.values.colour}
            onChange={(colour) => form.setFieldValue('colour', colour)}
          />
          <CheckboxesField
            name="days_off"
            label="Days off"
            options={daysOff}
            value={form.values.days_off}
            onChange={(days) => form.setFieldValue('days_off', days)}
          />
          <div>
            <Button type="submit">Save</Button>
          </div>
        </Fields>
      </form>
    </>
  )
}
