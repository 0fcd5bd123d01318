import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { CheckboxesField, RadioField } from '../../ui/form/choice-fields.tsx'
import { Fields, MomentField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { field, useSending } from '../sending.ts'
import { needed } from '../validate.ts'
import { type Connection, type Credential, connectionsKey } from './queries.ts'

const labels = { label: 'Label', expires_at: 'Expires', reserved_for: 'Kept for' }

export const groups = [
  { value: 'commits', label: 'Commits, branches and tags' },
  { value: 'pull_requests', label: 'Pull requests' },
  { value: 'pipelines', label: 'Pipelines, environments and deployments' },
  { value: 'issues', label: 'Issues' },
  { value: 'settings', label: 'Branch restrictions' },
] as const
type StreamGroup = (typeof groups)[number]['value']

const uses = [
  { value: 'all', label: 'Everything' },
  {
    value: 'some',
    label: 'Only some',
    doc: 'It is then used for nothing else; another credential does the rest.',
  },
] as const

interface CredentialFormProps {
  readonly connection: Connection
  readonly credential: Credential
  readonly onDone: () => void
}

/** What a credential is called, what it is kept for, and when it ends. */
export function CredentialForm({ connection: { id }, credential, onDone }: CredentialFormProps) {
  const api = useApi()
  const queries = useQueryClient()
  const { label, reserved_for, expires_at } = credential
  const initialValues: {
    label: string
    reserved_for: readonly StreamGroup[] | null
    expires_at: string | null
  } = {
    ...{ label, reserved_for, expires_at },
  }
  const form = useForm({
    initialValues,
    validate: {
      label: needed('a label'),
      reserved_for: (value) => (value?.length === 0 ? 'Choose at least one.' : null),
    },
  })
  const { onSubmit, sending, error } = useSending(form, async (draft) => {
    const body = {
      ...draft,
      label: draft.label.trim(),
      reserved_for: draft.reserved_for && [...draft.reserved_for],
    }
    await api.connections.updateCredential({ params: { id, credential_id: credential.id }, body })
    await queries.invalidateQueries({ queryKey: connectionsKey })
    toast(`${body.label} is saved.`)
    onDone()
  })
  useUnsaved(form.isDirty())
  const kept = field(form, 'reserved_for')
  return (
    <form onSubmit={onSubmit} noValidate aria-label={`Edit ${label}`}>
      <FormErrors error={error} labels={labels} />
      <Fields>
        <TextField {...field(form, 'label')} label={labels.label} required />
        <RadioField
          name="use"
          label={labels.reserved_for}
          options={uses}
          value={kept.value === null ? 'all' : 'some'}
          onChange={(use) => kept.onChange(use === 'all' ? null : [])}
        />
        {kept.value !== null && (
          <CheckboxesField {...kept} value={kept.value} label="Which" options={groups} />
        )}
        <MomentField {...field(form, 'expires_at')} label={labels.expires_at} help="Empty: not known." />
        <Group gap="sm">
          <Button type="submit" loading={sending} disabled={!form.isDirty()}>
            Save
          </Button>
          <Button variant="default" onClick={onDone}>
            Cancel
          </Button>
        </Group>
      </Fields>
    </form>
  )
}
