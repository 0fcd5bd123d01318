import { Button, Radio } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, NumberField, PasswordField, SelectField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { Section } from '../section.tsx'
import { field, useSending } from '../sending.ts'
import { Checks, checksOf } from './checks.tsx'
import { blank, bodyOf, labels, rules } from './draft.ts'
import classes from './integrations.module.css'
import { OAuthGrant } from './oauth-grant.tsx'
import { connectionsKey } from './queries.ts'
import type { Kind } from './scopes.ts'
import { TokenGuide } from './token-guide.tsx'

export function AddConnection() {
  if (!useCan()('integration:edit')) return null
  return (
    <Drawer name="add" title={() => 'Add an integration'} size="xl">
      {() => <AddForm />}
    </Drawer>
  )
}

function AddForm() {
  const api = useApi()
  const queries = useQueryClient()
  const { setSearch } = useEnvironment()
  const form = useForm({ initialValues: blank, validate: rules })
  const { onSubmit, sending, error } = useSending(form, async (draft) => {
    const { data } = await api.connections.create({ body: bodyOf(draft) })
    await queries.invalidateQueries({ queryKey: connectionsKey })
    toast(`${data.alias} works: its first run starts within a minute.`)
    setSearch({ add: null, connection: data.id, tab: null })
  })
  const { kind } = form.values
  const { setFieldValue, clearFieldError } = form
  const onGranted = useCallback(
    (id: string) => {
      setFieldValue('grant', id)
      clearFieldError('grant')
    },
    [setFieldValue, clearFieldError],
  )
  const checks = checksOf(error)
  const tokens = field(form, 'tokens')
  return (
    <form onSubmit={onSubmit} noValidate>
      <Section title="1. How do you reach Bitbucket?">
        <Radio.Group
          value={kind}
          onChange={(chosen) => form.setFieldValue('kind', kindOf(chosen))}
          aria-label="Kind of token"
        >
          <Fields>
            <Radio
              value="access_token"
              label="Access token"
              description="Recommended. Of a workspace (Premium), a project or a repository; has an allowance of its own and belongs to nobody who may leave."
            />
            <Radio
              value="api_token"
              label="API token"
              description="Without Premium. Of one Atlassian account, on every plan; shares that account’s allowance and expires within a year."
            />
            <Radio
              value="oauth"
              label="Atlassian app"
              description="No token to copy: an OAuth consumer is entered once, then you grant access in a window of Bitbucket’s. It is renewed by itself, and has an allowance of its own."
            />
          </Fields>
        </Radio.Group>
      </Section>
      {kind === 'oauth' ? (
        <Section title="2. Grant access">
          <OAuthGrant
            value={form.values.grant === '' ? null : form.values.grant}
            onGranted={onGranted}
            error={form.errors.grant}
          />
        </Section>
      ) : (
        <Section title="2. Make the token">
          <TokenGuide kind={kind} />
        </Section>
      )}
      <Section
        title="3. What to read"
        doc="Everything is tried before it is stored; when it fails, nothing is."
      >
        {checks.length === 0 && <FormErrors error={error} labels={labels} />}
        <Fields>
          <TextField
            {...field(form, 'alias')}
            label={labels.alias}
            help="What you call it here: “Acme”."
            required
          />
          <TextField
            {...field(form, 'workspace')}
            label={labels.workspace}
            help="Its slug, the first part of its addresses: bitbucket.org/acme/… Or paste the address of one of its pages."
            required
          />
          {kind === 'api_token' && (
            <TextField
              {...field(form, 'email')}
              label={labels.email}
              type="email"
              autoComplete="off"
              help="Of the Atlassian account that made the token."
              required
            />
          )}
          {kind !== 'oauth' && (
            <PasswordField
              {...tokens}
              error={tokens.error && checks.length > 0 ? 'Nothing was stored: see below why.' : tokens.error}
              label={labels.tokens}
              help="Several with commas between them share the load. Stored sealed; only the last four characters are shown again."
              autoComplete="off"
              required
            />
          )}
          <SelectField {...field(form, 'source_access')} label={labels.source_access} options={sources} />
          <NumberField
            {...field(form, 'range_days')}
            label={labels.range_days}
            help="How far back commits, pull requests and pipelines are read."
            min={1}
            max={36_500}
            unit="days"
          />
          <NumberField
            {...field(form, 'rate_limit')}
            label={labels.rate_limit}
            help="At most so many. Empty: learnt from what Bitbucket answers. It allows 1,000 an hour to most tokens, and up to 10,000 to access tokens of large paid workspaces."
            min={1}
            max={60_000}
          />
          <TextField
            {...field(form, 'api_url')}
            label={labels.api_url}
            help="Only for a gateway before Bitbucket. Empty: https://api.bitbucket.org/2.0"
            type="url"
            monospace
          />
        </Fields>
        {checks.length > 0 && (
          <div role="alert" className={classes.verdict}>
            <Checks checks={checks} tried={() => ({ kind, told: false })} />
          </div>
        )}
        <Button type="submit" loading={sending} mt="md">
          Verify and add
        </Button>
      </Section>
    </form>
  )
}

const sources = [
  { value: 'git', label: 'Git history without file contents: fewer requests' },
  { value: 'none', label: 'None: metadata over the API only' },
] as const

function kindOf(chosen: string): Kind {
  return chosen === 'api_token' || chosen === 'oauth' ? chosen : 'access_token'
}
