import { afterAll, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, type Visit } from '../browser.ts'
import { firstRun, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const simulator = await startSimulator({ size: 'XS', limits: false })
afterAll(() => simulator.close())

const slug = simulator.world.workspaces[0]?.slug ?? ''
const consumer = simulator.simulation.credentials.all().find(({ kind }) => kind === 'oauth_consumer')

journey(
  'connecting Bitbucket through an Atlassian app',
  (stage) => {
    let admin: Visit
    const look = async (name: string) => {
      await screenshot(admin.page, name)
      await expectAccessible(admin.page)
      await expectNoSidewaysScroll(admin.page)
    }

    it('leads to the app while none is entered, with the callback URL to copy', async () => {
      admin = await stage.arrive()
      const { page } = admin
      await firstRun(page, stage.windlass.setupCode, mara)
      await page.getByRole('navigation').getByRole('link', { name: 'Integrations' }).click()
      await arriveAt(page, 'Integrations')
      await page.getByRole('button', { name: 'Add integration' }).click()
      const wizard = page.getByRole('dialog', { name: 'Add an integration' })
      await wizard.getByRole('button', { name: /^Bitbucket Cloud/ }).click()
      await wizard.getByRole('button', { name: /^Atlassian app/ }).click()
      await wizard.getByRole('button', { name: 'Enter the Atlassian app' }).click()
      const app = page.getByRole('dialog', { name: 'Atlassian app' })
      await app.getByText(`${stage.windlass.origin}/api/v1/oauth/callback`).waitFor()
      await app.getByRole('button', { name: 'Copy the callback URL' }).click()
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(
        `${stage.windlass.origin}/api/v1/oauth/callback`,
      )
      await look('oauth-app')
    })

    it('refuses a wrong secret in words, and takes the right one', async () => {
      const { page } = admin
      admin.allow(/oauth-apps.* 4\d\d|4\d\d .*oauth-apps|status of 4\d\d.*oauth-apps/)
      const app = page.getByRole('dialog', { name: 'Atlassian app' })
      await app.getByLabel('Key').fill(consumer?.consumer ?? '')
      await app.locator('input[name=client_secret]').fill('not-its-secret')
      await app.getByLabel('Bitbucket address').fill(simulator.url)
      await app.getByRole('button', { name: 'Verify and keep' }).click()
      await app.getByText('does not know this key with this secret').first().waitFor()
      await app.locator('input[name=client_secret]').fill(consumer?.secret ?? '')
      await app.getByRole('button', { name: 'Verify and keep' }).click()
      // Back in the wizard, which had waited for it.
      await app.waitFor({ state: 'hidden' })
    })

    it('shows a refusal at Bitbucket, and goes on by itself once access is granted', async () => {
      const { page, context } = admin
      admin.allow(/oauth\/callback|status of 400/)
      const wizard = page.getByRole('dialog', { name: 'Add an integration' })
      const [refusing] = await Promise.all([
        context.waitForEvent('page'),
        wizard.getByRole('button', { name: 'Grant access' }).click(),
      ])
      await refusing.getByRole('button', { name: 'Cancel' }).click()
      await refusing.getByRole('heading', { name: 'Access was not granted' }).waitFor()
      await refusing.close()
      await wizard.getByText(/Access was not granted: access_denied/).waitFor()
      const [granting] = await Promise.all([
        context.waitForEvent('page'),
        wizard.getByRole('button', { name: 'Grant access' }).click(),
      ])
      await granting.getByRole('button', { name: 'Grant access' }).click()
      await wizard.getByText('Access is granted').waitFor()
      await look('oauth-granted')
      await wizard.getByLabel('Name').fill('Acme')
      await wizard.locator('input[name=workspace]').fill(slug)
      await wizard.getByRole('radio', { name: 'None: metadata only' }).check()
      await wizard.getByText('Network', { exact: true }).click()
      await wizard.getByLabel('API address').fill(`${simulator.url}/2.0`)
      await wizard.getByRole('button', { name: 'Verify and add' }).click()
      await page.getByRole('dialog', { name: 'Connection' }).waitFor()
      const { rows } = await stage.windlass.database.pool.query('select kind, health from credentials')
      expect(rows).toEqual([{ kind: 'oauth', health: 'ok' }])
      // The window closes itself once it has told the page.
      expect(context.pages().length).toBe(1)
    })

    it('shows the app with the end of its secret alone', async () => {
      const { page } = admin
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Atlassian app' }).click()
      const app = page.getByRole('dialog', { name: 'Atlassian app' })
      await app.getByText(`…${consumer?.secret.slice(-4)}`).waitFor()
      await look('oauth-app-entered')
      await page.keyboard.press('Escape')
    })

    it('offers to grant again what Bitbucket renews no more', async () => {
      const { page, context } = admin
      await stage.windlass.database.pool.query(
        `update credentials set health = 'rejected', health_detail = 'Bitbucket gives out no tokens any more.'`,
      )
      await page.reload()
      await page.getByRole('button', { name: 'View Acme' }).click()
      const drawer = page.getByRole('dialog', { name: 'Connection' })
      await drawer.getByRole('tab', { name: 'Credentials' }).click()
      await drawer.getByRole('button', { name: 'Replace Atlassian app' }).click()
      const [granting] = await Promise.all([
        context.waitForEvent('page'),
        drawer.getByRole('button', { name: 'Grant access' }).click(),
      ])
      await granting.getByRole('button', { name: 'Grant access' }).click()
      await look('oauth-again')
      await drawer.getByRole('button', { name: 'Verify and use it' }).click()
      await drawer.getByText('Works', { exact: true }).waitFor()
    })

    it('puts an API token in the place of an app password that ended with its kind', async () => {
      const { page } = admin
      const apiToken = simulator.simulation.credentials.all().find(({ kind }) => kind === 'api_token')
      await stage.windlass.database.pool.query(
        `with old as (update credentials set kind = 'app_password', health = 'ended', health_detail = 'It ended.')
       update connections set state = 'ended'`,
      )
      await page.reload()
      await page.getByRole('button', { name: 'Replace Atlassian app' }).click()
      const form = page.getByRole('form', { name: 'Replace Atlassian app' })
      await form.getByLabel('E-mail address').fill(apiToken?.email ?? '')
      await form.locator('input[name=tokens]').fill(apiToken?.secret ?? '')
      await look('replace-token')
      await form.getByRole('button', { name: 'Verify and replace' }).click()
      await form.waitFor({ state: 'hidden' })
      const { rows } = await stage.windlass.database.pool.query(
        'select state, kind, health from connections join credentials on connection_id = connections.id',
      )
      expect(rows).toEqual([{ state: 'active', kind: 'api_token', health: 'ok' }])
    })
  },
  { settings: { allowPrivateHosts: '127.0.0.1' } },
)
