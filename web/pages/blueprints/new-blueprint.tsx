import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../../api.ts'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { field, useSending } from '../sending.ts'
import { needed } from '../validate.ts'
import { blueprintsKey } from './queries.ts'

const labels = { identifier: 'Identifier', title: 'Title' }

export function NewForm() {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initialValues: { title: '', identifier: '' },
    validate: { title: needed('what people call it'), identifier: needed('what mappings call it') },
  })
  const { onSubmit, sending, error } = useSending(form, async (values) => {
    const identifier = values.identifier.trim()
    const definition = { identifier, title: values.title.trim(), schema: { properties: {}, required: [] } }
    await api.blueprints.create({ body: { definition } })
    await queries.invalidateQueries({ queryKey: blueprintsKey })
    await navigate({ to: '/blueprints/$blueprint', params: { blueprint: identifier } })
  })
  useUnsaved(form.isDirty() && !sending)
  return (
    <form onSubmit={onSubmit} noValidate>
      <FormErrors error={error} labels={labels} />
      <Fields>
        <TextField {...field(form, 'title')} label={labels.title} autoFocus required />
        <TextField
          {...field(form, 'identifier')}
          label={labels.identifier}
          help="Mappings and relations call it so. It stays for good."
          autoComplete="off"
          monospace
          required
        />
        <div>
          <Button type="submit" loading={sending}>
            Make it
          </Button>
        </div>
      </Fields>
    </form>
  )
}
