import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { toast } from '../../ui/feedback/toast.tsx'
import { Fields, PasswordField, TextField } from '../../ui/form/fields.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { Drawer, useDrawer } from '../../ui/layout/drawer.tsx'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { field, useSending } from '../sending.ts'
import { needed } from '../validate.ts'
import classes from './integrations.module.css'
import { OAuthGuide } from './oauth-guide.tsx'
import { connector, type OAuthApp, oauthAppQuery, oauthAppsKey } from './oauth-queries.ts'

/** Opens the settings of the Atlassian app. */
export function OAuthAppButton() {
  const drawer = useDrawer('app')
  if (!useCan()('integration:edit')) return null
  return (
    <Button variant="default" onClick={() => drawer.open('yes')}>
      Atlassian app
    </Button>
  )
}

export function OAuthAppDrawer() {
  if (!useCan()('integration:edit')) return null
  return (
    <Drawer name="app" title={() => 'Atlassian app'} size="xl">
      {() => <Settings />}
    </Drawer>
  )
}

/** The consumer of this installation: once it is entered, people only press Grant access. */
function Settings() {
  const { data, error, refetch } = useQuery(oauthAppQuery(useApi()))
  const [changing, setChanging] = useState(false)
  const [drawer, wizard] = [useDrawer('app'), useDrawer('add')]
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) {
    return (
      <Loading label="Loading the Atlassian app">
        <TextSkeleton />
      </Loading>
    )
  }
  const { app, callbackUrl } = data
  // Whoever came from the wizard goes on there.
  const onDone = () => (wizard.value === null ? setChanging(false) : drawer.close())
  if (app && !changing) {
    return (
      <div className={classes.part}>
        <AppFacts app={app} />
        <div className={classes.tools}>
          <Button variant="default" onClick={() => setChanging(true)}>
            Enter it anew
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className={classes.part}>
      <OAuthGuide callbackUrl={callbackUrl} />
      <AppForm app={app} onDone={onDone} />
    </div>
  )
}

function AppFacts({ app }: { app: OAuthApp }) {
  const { client_id, last_four, health, health_detail, site_url, updated_at } = app
  return (
    <Facts
      facts={[
        { name: 'Key', value: <code className={classes.code}>{client_id}</code> },
        { name: 'Secret', value: <code className={classes.code}>…{last_four}</code> },
        {
          name: 'Health',
          value: (
            <>
              <Status level={health === 'rejected' ? 'bad' : 'good'}>
                {health === 'rejected' ? 'Refused' : 'Works'}
              </Status>{' '}
              {health_detail}
            </>
          ),
        },
        { name: 'Bitbucket', value: site_url },
        { name: 'Entered', value: <Time at={updated_at} /> },
      ]}
    />
  )
}

const labels = { client_id: 'Key', client_secret: 'Secret', site_url: 'Bitbucket address' }

function AppForm({ app, onDone }: { app: OAuthApp | null; onDone: () => void }) {
  const api = useApi()
  const queries = useQueryClient()
  const form = useForm({
    initialValues: { client_id: app?.client_id ?? '', client_secret: '', site_url: '' },
    validate: { client_id: needed('the key'), client_secret: needed('the secret') },
  })
  const { onSubmit, sending, error } = useSending(form, async ({ client_id, client_secret, site_url }) => {
    const site = site_url.trim() === '' ? {} : { site_url: site_url.trim() }
    await api.oauthApps.put({ params: { connector }, body: { client_id, client_secret, ...site } })
    await queries.invalidateQueries({ queryKey: oauthAppsKey })
    toast('The Atlassian app works: people can grant access now.')
    onDone()
  })
  return (
    <form onSubmit={onSubmit} noValidate>
      <FormErrors error={error} labels={labels} />
      <Fields>
        <TextField {...field(form, 'client_id')} label={labels.client_id} monospace required />
        <PasswordField
          {...field(form, 'client_secret')}
          label={labels.client_secret}
          help="Stored sealed; only its last four characters are shown again."
          autoComplete="off"
          required
        />
        <TextField
          {...field(form, 'site_url')}
          label={labels.site_url}
          help="Only for a gateway before Bitbucket. Empty: https://bitbucket.org"
          type="url"
          monospace
        />
      </Fields>
      <Button type="submit" loading={sending} mt="md">
        Verify and keep
      </Button>
    </form>
  )
}
