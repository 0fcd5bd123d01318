import { afterAll, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import { enqueue } from '../../src/db/queue.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, type Visit } from '../browser.ts'
import { connect } from './connect.ts'
import { firstRun, mara } from './person.ts'
import { journey } from './stage.ts'

const simulator = await startSimulator({ size: 'XS', limits: false })
afterAll(() => simulator.close())

const [main] = simulator.world.workspaces
const [first] = simulator.world.repositories(main?.uuid ?? '')
const { hooks } = simulator.simulation.cloud
const issued = simulator.simulation.credentials.issue({
  kind: 'workspace_access_token',
  label: 'reads alone',
  scopes: ['repository', 'pullrequest'],
  reach: { workspace: main?.uuid ?? '' },
})

journey(
  'the webhooks of a connection',
  (stage) => {
    let admin: Visit
    const drawer = () => admin.page.getByRole('dialog', { name: 'Connection' })
    const webhook = () => drawer().getByRole('region', { name: `Webhook of ${main?.slug}` })
    const press = (name: string) => webhook().getByRole('button', { name, exact: true }).click()

    async function look(name: string): Promise<void> {
      const { page } = admin
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 844 })
      await expectNoSidewaysScroll(page)
      await screenshot(page, name)
      await page.setViewportSize({ width: 1280, height: 800 })
    }

    it('wait until Bitbucket can be told where to send to, and say what to set', async () => {
      admin = await stage.arrive()
      const { page } = admin
      await firstRun(page, stage.windlass.setupCode, mara)
      await connect(page, {
        alias: 'Acme',
        workspace: main?.slug ?? '',
        token: issued.secret,
        apiUrl: `${simulator.url}/2.0`,
      })
      // The clock would start the first run within a minute.
      await enqueue(stage.windlass.database.kysely, 'sync-connection', { connection: '1' })
      await page.getByText('not registered yet').waitFor()
      await page.getByRole('link', { name: 'Webhooks of Acme' }).click()
      await webhook().getByText('set WINDLASS_PUBLIC_URL').waitFor()
      await webhook().getByText('WINDLASS_PUBLIC_URL=https://windlass.example.com').waitFor()
      await look('webhooks-waiting')
    })

    it('are made by hand with a complete command where the credentials may not', async () => {
      await press('Register now')
      await webhook().getByText('To be made by hand').waitFor()
      const command = await webhook().locator('pre').first().textContent()
      expect(command).toContain(`/2.0/workspaces/${main?.slug}/hooks'`)
      expect(command).toContain('"secret": "SECRET"')
      expect(hooks.of(main?.uuid ?? '')).toEqual([])
      await look('webhooks-by-hand')
    })

    it('are registered at a press once they may, and tell how new each repository is', async () => {
      const granted = simulator.simulation.credentials.byId(issued.id)
      granted?.scopes.push('webhook')
      await press('Register now')
      await webhook().getByText('Registered:').waitFor()
      expect(hooks.of(main?.uuid ?? '')).toMatchObject([
        { url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/webhooks\/bitbucket$/), active: true },
      ])
      await drawer()
        .getByText(first?.slug ?? '', { exact: true })
        .waitFor()
      await look('webhooks-registered')
    })

    it('get another secret, which an administrator may look at', async () => {
      const before = hooks.of(main?.uuid ?? '')[0]?.secret
      await press('Rotate secret')
      await admin.page
        .getByRole('dialog', { name: /Make a new secret/ })
        .getByRole('button', { name: 'Rotate secret' })
        .click()
      await webhook().getByText('Taken until').waitFor()
      const secret = hooks.of(main?.uuid ?? '')[0]?.secret ?? ''
      expect(secret).not.toBe(before)
      await press('Reveal secret')
      const shown = admin.page.getByRole('dialog', { name: /^Secret of the webhook/ })
      await shown.getByText(secret, { exact: true }).waitFor()
      await look('webhooks-secret')
      await admin.page.keyboard.press('Escape')
      await shown.waitFor({ state: 'hidden' })
    })

    it('take a secret that was typed', async () => {
      await webhook().getByText('A secret of your own').click()
      await webhook().getByLabel('Secret', { exact: true }).fill('typed by a person')
      await press('Use this secret')
      await admin.page.getByText('has the secret that was typed').waitFor()
      expect(hooks.of(main?.uuid ?? '')[0]?.secret).toBe('typed by a person')
    })
  },
  { settings: { allowPrivateHosts: '127.0.0.1' } },
)
