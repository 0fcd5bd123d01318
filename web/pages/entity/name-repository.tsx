import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { entitiesKey, type Which } from '../catalog/queries.ts'
import { connectionsQuery } from '../integrations/queries.ts'
import { field, useSending } from '../sending.ts'
import { needed } from '../validate.ts'

const labels = { repository: 'Repository', connection: 'Connection' }

/** One more repository of an entity: `?repository=add`. */
export function NameRepository({ which }: { which: Which }) {
  return (
    <Drawer name="repository" title={() => 'Name a repository'}>
      {() => <NameForm which={which} />}
    </Drawer>
  )
}

function NameForm({ which }: { which: Which }) {
  const api = useApi()
  const queries = useQueryClient()
  const { close } = useDrawer('repository')
  const form = useForm({
    initialValues: { repository: '', connection: null as string | null },
    validate: { repository: needed('the repository') },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ repository, connection }) => {
    const body = { repository: repository.trim(), connection }
    const { data } = await api.entityRepositories.add({ params: { ...which }, body })
    await queries.invalidateQueries({ queryKey: entitiesKey })
    toast(`${data.repository} is named.`)
    close()
  })
  useUnsaved(form.isDirty())
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Name a repository">
      <Fields>
        <TextField
          {...field(form, 'repository')}
          label={labels.repository}
          help="As workspace/repository, or the address of one of its pages in Bitbucket."
          required
          autoFocus
        />
        <ConnectionField {...field(form, 'connection')} />
        <FormErrors error={error} labels={labels} />
        <Group gap="sm">
          <Button type="submit" loading={sending}>
            Name it
          </Button>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
        </Group>
      </Fields>
    </form>
  )
}

function ConnectionField(props: ReturnType<typeof field<{ connection: string | null }, 'connection'>>) {
  const connections = useQuery(connectionsQuery(useApi())).data ?? []
  const standard = connections.find(({ is_default }) => is_default)
  return (
    <SelectField
      {...props}
      label={labels.connection}
      placeholder={standard ? `The default, now ${standard.alias}` : 'The default'}
      help="Left empty, the default connection is meant, whichever that is."
      options={connections.map(({ alias }) => ({ value: alias, label: alias }))}
      clearable
    />
  )
}
