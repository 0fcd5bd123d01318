import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useApi } from '../../api.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { useUnsaved } from '../../ui/layout/unsaved.tsx'
import { Section } from '../section.tsx'
import { useSending } from '../sending.ts'
import { Checks, checksOf } from './checks.tsx'
import { Estimate } from './estimate.tsx'
import classes from './integrations.module.css'
import { OAuthGrant } from './oauth-grant.tsx'
import { offeredBrowser } from './picker/browser.ts'
import { connectionsKey } from './queries.ts'
import type { Kind } from './scopes.ts'
import { createBody, offerOf, planOf, wayOf } from './settings/body.ts'
import { blank, connectRules, labels } from './settings/draft.ts'
import { SettingsFields } from './settings/settings-fields.tsx'
import { TokenGuide } from './token-guide.tsx'
import { WhoFields } from './who-fields.tsx'

/** A new connection, by tokens or granted access: everything is tried before it is stored. */
export function ConnectForm({ kind }: { kind: Kind }) {
  const api = useApi()
  const queries = useQueryClient()
  const { setSearch } = useEnvironment()
  const form = useForm({ initialValues: blank, validate: connectRules(kind) })
  const { onSubmit, sending, error } = useSending(form, async (draft) => {
    const { data } = await api.connections.create({ body: createBody(draft, kind) })
    await queries.invalidateQueries({ queryKey: connectionsKey })
    setSearch({ add: null, connection: data.id, tab: null, added: data.id })
  })
  useUnsaved(form.isDirty())
  const draft = form.values
  const browser = offeredBrowser(api, draft, kind)
  const { workspace } = draft
  const plan = { ...offerOf(draft, kind), ...wayOf(draft), ...planOf(draft), workspace: workspace.trim() }
  const place = {
    workspace,
    workspaces: null,
    // What was chosen lies in the workspace before.
    onWorkspace: (slug: string) => form.setValues({ workspace: slug, choices: {} }),
  }
  const { setFieldValue, clearFieldError } = form
  const onGranted = useCallback(
    (id: string) => {
      setFieldValue('grant', id)
      clearFieldError('grant')
    },
    [setFieldValue, clearFieldError],
  )
  const checks = checksOf(error)
  return (
    <form onSubmit={onSubmit} noValidate>
      {kind === 'oauth' ? (
        <Section title="1. Grant access">
          <OAuthGrant
            value={draft.grant === '' ? null : draft.grant}
            onGranted={onGranted}
            error={form.errors.grant}
          />
        </Section>
      ) : (
        <Section title="1. Make the token">
          <TokenGuide kind={kind} />
        </Section>
      )}
      <Section
        title={kind === 'oauth' ? '2. Say what it reaches' : '2. Enter it'}
        doc="It is tried before it is stored; when it fails, nothing is."
      >
        <WhoFields form={form} kind={kind} refused={checks.length > 0} />
      </Section>
      <Section title="3. What to read" doc="All of it can be changed later.">
        <SettingsFields form={form} browser={browser} place={place} />
      </Section>
      <Section title="4. Verify and add">
        <Estimate
          plan={browser && plan}
          rhythm={draft.rhythm}
          ask={async (body) => (await api.choices.offeredEstimate({ body })).data}
        />
        {checks.length === 0 && <FormErrors error={error} labels={labels} />}
        {checks.length > 0 && (
          <div role="alert" className={classes.verdict}>
            <Checks checks={checks} tried={() => ({ kind, told: false })} />
          </div>
        )}
        <Button type="submit" loading={sending}>
          Verify and add
        </Button>
      </Section>
    </form>
  )
}
