import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { Section } from '../section.tsx'
import { field, useSending } from '../sending.ts'
import { Checks, checksOf } from './checks.tsx'
import { Estimate } from './estimate.tsx'
import classes from './integrations.module.css'
import { storedBrowser } from './picker/browser.ts'
import { connectionsKey, type Editable, editableQuery } from './queries.ts'
import { saveChanges } from './save-changes.ts'
import { planOf } from './settings/body.ts'
import { changeRules, type Draft, labels } from './settings/draft.ts'
import { SettingsFields } from './settings/settings-fields.tsx'
import { draftOf } from './settings/stored.ts'
import { triedOf } from './verify.tsx'

/** Changes one connection: `?edit=3`. */
export function EditConnection() {
  if (!useCan()('integration:edit')) return null
  return (
    <Drawer name="edit" title={() => 'Edit the connection'} size="xl">
      {(id) => <Loaded key={id} id={id} />}
    </Drawer>
  )
}

/** Another choice or limit makes another cycle, which an estimate then tells. */
function sameCycle(before: Draft, now: Draft): boolean {
  const told = ({ choosing, projects, include, exclude, choices, rate_limit }: Draft) =>
    JSON.stringify([choosing, projects, include, exclude, choices, rate_limit])
  return told(before) === told(now)
}

function Loaded({ id }: { id: string }) {
  const found = useQuery(editableQuery(useApi(), id))
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />
  if (!found.data) {
    return (
      <Loading label="Loading the connection">
        <FormSkeleton fields={6} />
      </Loading>
    )
  }
  const { etag } = found.data
  return <EditForm key={etag} found={found.data} onReload={() => void found.refetch()} />
}

function EditForm({ found, onReload }: { found: Editable; onReload: () => void }) {
  const { connection, etag, choices } = found
  const { id, workspaces } = connection
  const api = useApi()
  const queries = useQueryClient()
  const { setSearch } = useEnvironment()
  const [before] = useState(() => draftOf(connection, choices))
  const [workspace, setWorkspace] = useState(workspaces[0]?.slug ?? '')
  const form = useForm({ initialValues: before, validate: changeRules })
  const { onSubmit, sending, error } = useSending(form, async (draft) => {
    await saveChanges(api, { id, etag, before, draft })
    await queries.invalidateQueries({ queryKey: connectionsKey })
    toast(`${draft.alias.trim()} is saved.`)
    setSearch({ edit: null, connection: id, tab: null })
  })
  useUnsaved(form.isDirty())
  const checks = checksOf(error)
  const changedMeanwhile = error instanceof ApiError && error.problem.code === 'changed_meanwhile'
  const place = { workspace, onWorkspace: setWorkspace, workspaces: workspaces.map(({ slug }) => slug) }
  return (
    <form onSubmit={onSubmit} noValidate>
      <Section title="Name">
        <Fields>
          <TextField {...field(form, 'alias')} label={labels.alias} required />
        </Fields>
      </Section>
      <Section title="What to read" doc="Every credential is tried first when the network settings change.">
        <SettingsFields
          form={form}
          browser={storedBrowser(api, id)}
          place={place}
          stored
          possible={sameCycle(before, form.values) ? connection.cycle : null}
        />
      </Section>
      <Section title="Save">
        <Estimate
          plan={planOf(form.values)}
          rhythm={form.values.rhythm}
          ask={async (body) => (await api.choices.estimate({ params: { id }, body })).data}
        />
        {checks.length === 0 && <FormErrors error={error} labels={labels} />}
        {checks.length > 0 && (
          <div role="alert" className={classes.verdict}>
            <p>Nothing was changed.</p>
            <Checks checks={checks} tried={(label) => triedOf(connection, label)} />
          </div>
        )}
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
      </Section>
    </form>
  )
}
