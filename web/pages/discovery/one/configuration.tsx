import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, useApi } from '../../../api.ts'
import { useCan } from '../../../session.ts'
import { confirm } from '../../../ui/feedback/confirm.tsx'
import { ErrorState } from '../../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../../ui/feedback/skeletons.tsx'
import { toast } from '../../../ui/feedback/toast.tsx'
import { Fields, TextField } from '../../../ui/form/fields.tsx'
import { FormErrors } from '../../../ui/form/form-errors.tsx'
import { SelectField } from '../../../ui/form/select-field.tsx'
import { useUnsaved } from '../../../ui/layout/unsaved.tsx'
import { Facts } from '../../facts.tsx'
import { connectionsKey, connectionsQuery } from '../../integrations/queries.ts'
import { Section } from '../../section.tsx'
import { field, useSending } from '../../sending.ts'
import { draftOf, labels, type Mapping, mappingBody, mappingRules } from '../draft.ts'
import { BehaviourFields, CorrelationFields, FieldChoice } from '../mapping-fields.tsx'
import { type Discovery, discoveriesKey, type Kind, setUpQuery } from '../queries.ts'
import { ConfigurationFacts, chosenOnce } from './configuration-facts.tsx'
import { DangerZone } from './danger-zone.tsx'

interface ConfigurationProps {
  readonly discovery: Discovery
  readonly etag: string
}

/** How it is set up: name, connection and mapping can be changed; secondary kinds cannot. */
export function Configuration({ discovery, etag }: ConfigurationProps) {
  const api = useApi()
  const mayEdit = useCan()('integration:edit')
  const found = useQuery({ ...setUpQuery(api), enabled: mayEdit })
  if (!mayEdit) return <ConfigurationFacts discovery={discovery} />
  if (found.error && !found.data)
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label="Loading the configuration">
        <FormSkeleton fields={6} />
      </Loading>
    )
  }
  return (
    <>
      <ConfigurationForm key={etag} discovery={discovery} etag={etag} kinds={found.data.kinds} />
      <DangerZone discovery={discovery} />
    </>
  )
}

interface Draft extends Mapping {
  readonly connection: string | null
}

function ConfigurationForm({ discovery, etag, kinds }: ConfigurationProps & { kinds: readonly Kind[] }) {
  const api = useApi()
  const queries = useQueryClient()
  const connections = useQuery(connectionsQuery(api)).data ?? []
  const form = useForm<Draft>({
    initialValues: { ...draftOf(discovery), connection: discovery.connection?.id ?? null },
    validate: mappingRules,
  })
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: discoveriesKey }),
      queries.invalidateQueries({ queryKey: connectionsKey }),
    ])
  const { onSubmit, sending, error } = useSending(form, async ({ connection, ...mapping }) => {
    const { workspace } = discovery
    if (connection !== null && connection !== discovery.connection?.id) {
      const alias = connections.find(({ id }) => id === connection)?.alias ?? ''
      if (!(await sureToSwitch(workspace.slug, alias))) return
      await api.connections.addWorkspace({
        params: { id: connection },
        body: { workspace: workspace.slug, hand_over: true },
      })
    }
    const headers = { 'if-match': etag }
    await api.discoveries.update({ params: { id: discovery.id }, body: mappingBody(mapping), headers })
    await refresh()
    toast(`${mapping.name.trim()} is saved.`)
  })
  useUnsaved(form.isDirty())
  const changedMeanwhile = error instanceof ApiError && error.problem.code === 'changed_meanwhile'
  const mapping = {
    ...{ values: form.values, errors: form.errors, kinds },
    onChange: (change: Partial<Mapping>) => {
      form.setValues((before) => ({ ...before, ...change }))
      for (const name of Object.keys(change)) form.clearFieldError(name)
    },
  }
  return (
    <form onSubmit={onSubmit} noValidate aria-label="Configuration">
      <Section title="Name and connection">
        <Fields>
          <TextField {...field(form, 'name')} label={labels.name} maxLength={100} required />
          <SelectField
            {...field(form, 'connection')}
            label={labels.connection}
            help="Another connection takes the workspace over, with what was read of it; it is tried first."
            options={connections.map(({ id, alias }) => ({ value: id, label: alias }))}
          />
        </Fields>
      </Section>
      <Section title="What a repository becomes" doc="What was imported keeps its kind and its type.">
        <BehaviourFields {...mapping} />
      </Section>
      <Section title="Which entity is meant">
        <CorrelationFields {...mapping} />
      </Section>
      <Section title="What comes along">
        <FieldChoice {...mapping} />
        <Facts facts={chosenOnce(discovery)} />
      </Section>
      <FormErrors error={error} labels={labels} />
      <Group gap="sm" mb="xl">
        <Button type="submit" loading={sending} disabled={!form.isDirty() || changedMeanwhile}>
          Save
        </Button>
        {form.isDirty() && !changedMeanwhile && (
          <Button variant="default" onClick={() => form.reset()}>
            Discard changes
          </Button>
        )}
        {changedMeanwhile && (
          <Button variant="default" onClick={() => void refresh()}>
            Load it again
          </Button>
        )}
      </Group>
    </form>
  )
}

function sureToSwitch(workspace: string, alias: string): Promise<boolean> {
  return confirm({
    title: `Read ${workspace} by ${alias}?`,
    body: `${alias} takes the workspace over, and the connection that reads it now does not read it any more. What was read stays.`,
    action: 'Switch',
  })
}
