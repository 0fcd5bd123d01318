import { Button } from '@mantine/core'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { Facts } from '../facts.tsx'
import { Section } from '../section.tsx'
import classes from './integrations.module.css'
import { TokenGuide } from './token-guide.tsx'

const history = [
  { name: '9 September 2025', value: 'No new ones could be made.' },
  { name: '9 June 2026', value: 'For seven weeks they were refused now and then, as a warning.' },
  { name: '28 July 2026', value: 'All of them ended. Bitbucket refuses every one since.' },
]

const old = [
  {
    name: 'Permissions',
    value:
      'Account, Projects, Repositories, Pull requests, Pipelines and Issues: Read. Repositories: Admin, for branch restrictions.',
  },
  {
    name: 'Username',
    value:
      'Personal Bitbucket settings, Account settings, Bitbucket profile settings. An e-mail address takes its place.',
  },
]

/** Why there is no form here, and what to do instead. */
export function AppPassword() {
  const { open } = useDrawer('add')
  return (
    <>
      <Section title="App passwords have ended" doc="None can be added. An API token takes its place.">
        <Facts facts={history} />
        <div className={classes.acts}>
          <Button onClick={() => open('api_token')}>Use an API token</Button>
          <Button variant="default" onClick={() => open('access_token')}>
            Use an access token
          </Button>
        </div>
      </Section>
      <Section
        title="A connection that used one"
        doc="It shows as ended, and what it read stays. View it, open Credentials, press Replace and enter an API token: it is tried first, and reading goes on where it stood. Nothing is read twice."
      >
        <Facts facts={old} />
      </Section>
      <Section title="Make the API token">
        <TokenGuide kind="api_token" />
      </Section>
    </>
  )
}
