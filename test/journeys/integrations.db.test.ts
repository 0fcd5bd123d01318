import { afterAll, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import { enqueue } from '../../src/db/queue.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, type Visit } from '../browser.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const simulator = await startSimulator({ size: 'XS', limits: false })
afterAll(() => simulator.close())

const [workspace] = simulator.world.workspaces
const slug = workspace?.slug ?? ''
const [first] = simulator.world.repositories(workspace?.uuid ?? '')
const chosen = { name: first?.name ?? '', slug: first?.slug ?? '' }
const token = simulator.simulation.credentials
  .all()
  .find(({ kind }) => kind === 'workspace_access_token')?.secret

journey(
  'connecting Bitbucket',
  (stage) => {
    let admin: Visit

    it('says what to do while nothing is connected', async () => {
      admin = await stage.arrive()
      const { page } = admin
      await firstRun(page, stage.windlass.setupCode, mara)
      await page.getByRole('link', { name: 'Connect Bitbucket' }).click()
      await page.getByRole('dialog', { name: 'Add an integration' }).waitFor()
      await page.getByRole('button', { name: 'Close' }).click()
      await arriveAt(page, 'Integrations')
      await page.getByText('Nothing is connected yet.').waitFor()
      await inspect('integrations-empty')
    })

    it('tells where a token is made, and of a wrong one what Bitbucket says and how to see it by hand', async () => {
      const { page } = admin
      admin.allow(/connections.* 4\d\d|4\d\d .*connections|status of 4\d\d.*connections/)
      await page.getByRole('button', { name: 'Add integration' }).click()
      const drawer = page.getByRole('dialog', { name: 'Add an integration' })
      await drawer.getByLabel('Find an integration').fill('gitlab')
      await drawer.getByText('Nothing that can be read has such a name.').waitFor()
      await drawer.getByLabel('Find an integration').fill('bitbucket')
      await drawer.getByRole('button', { name: /^Bitbucket Cloud/ }).click()
      await drawer.getByRole('button', { name: /^App password/ }).waitFor()
      await inspect('integrations-ways')
      await drawer.getByRole('button', { name: /^App password/ }).click()
      await drawer.getByText('All of them ended.').waitFor()
      await inspect('integrations-app-password')
      await drawer.getByRole('button', { name: 'Use an API token' }).click()
      await drawer.getByText('read:repository:bitbucket').waitFor()
      await drawer.getByRole('button', { name: 'All ways' }).click()
      await drawer.getByRole('button', { name: /^Access token/ }).click()
      await drawer.getByLabel('Name').fill('Acme')
      await drawer.locator('input[name=workspace]').fill(slug)
      await drawer.locator('input[name=tokens]').fill('ATCTT-of-nobody')
      await drawer.getByRole('radio', { name: 'None: metadata only' }).check()
      await drawer.getByText('Network', { exact: true }).click()
      await drawer.getByLabel('API address').fill(`${simulator.url}/2.0`)
      await drawer.getByRole('button', { name: 'Verify and add' }).click()
      await drawer.getByText('Bitbucket refuses the token').waitFor()
      await drawer
        .getByText(/curl -i -H 'Authorization: Bearer TOKEN'/)
        .first()
        .waitFor()
      const copy = 'Copy the command for repositories, as a bearer token'
      await drawer.getByRole('button', { name: copy }).click()
      await drawer.getByRole('button', { name: 'Copied' }).waitFor()
      expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^curl -i -H .*pagelen=1'$/)
      await inspect('integrations-add')
    })

    it('asks before it drops what was typed', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      const drawer = page.getByRole('dialog', { name: 'Add an integration' })
      await drawer.getByRole('button', { name: 'Close' }).click()
      await page
        .getByRole('dialog', { name: 'Discard your changes?' })
        .getByRole('button', { name: 'Cancel' })
        .click()
      expect(await drawer.getByLabel('Name').inputValue()).toBe('Acme')
    })

    it('chooses repositories one by one, and tells what a first sync costs', async () => {
      const { page } = admin
      const form = page.getByRole('dialog', { name: 'Add an integration' })
      await form.locator('input[name=tokens]').fill(token ?? '')
      await form.getByRole('radio', { name: 'Chosen one by one' }).check()
      await form.getByRole('button', { name: 'Look in Bitbucket' }).click()
      const column = form.getByRole('region', { name: 'Repository' })
      await column.getByRole('checkbox').first().waitFor()
      await column.getByRole('button', { name: 'Select all' }).click()
      await column.getByRole('button', { name: 'Select none' }).click()
      await column.getByRole('checkbox', { name: chosen.name }).check()
      await form.getByText('1 chosen').waitFor()
      await form.getByRole('button', { name: 'Estimate the first sync' }).click()
      await form.getByText(/^(About|At least) \d+ requests/).waitFor()
      await inspect('integrations-picker')
    })

    it('adds a connection that works, whose first run shows, starting and ending, without a reload', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      const form = page.getByRole('dialog', { name: 'Add an integration' })
      await form.getByRole('button', { name: 'Verify and add' }).click()
      const drawer = page.getByRole('dialog', { name: 'Connection' })
      await drawer.getByText('Acme works.').waitFor()
      await drawer.getByText('No run yet.').waitFor()
      // The clock starts the first run within a minute; asked for, it starts now.
      await enqueue(stage.windlass.database.kysely, 'sync-connection', { connection: '1' })
      await drawer.getByRole('table', { name: 'Runs' }).waitFor({ timeout: 30_000 })
      await drawer.getByText(/^(Complete|With gaps)$/).waitFor({ timeout: 60_000 })
      await inspect('integrations-runs')
      const { rows } = await stage.windlass.database.pool.query(
        'select slug from repositories where is_chosen',
      )
      expect(rows).toEqual([{ slug: chosen.slug }])
    }, 150_000)

    it('changes what is read, and keeps what was typed when a change is refused', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/integrations')
      await page.getByRole('button', { name: 'Edit Acme' }).click()
      const drawer = page.getByRole('dialog', { name: 'Edit the connection' })
      await drawer.getByText('1 chosen').waitFor()
      await drawer.getByRole('radio', { name: 'All', exact: true }).check()
      await drawer.getByLabel('Requests an hour').fill('900')
      await drawer.getByText('Network', { exact: true }).click()
      await drawer.getByLabel('Proxy').fill('ftp://proxy.example.com')
      await drawer.getByRole('button', { name: 'Save' }).click()
      await drawer.getByRole('alert').first().waitFor()
      expect(await drawer.getByLabel('Requests an hour').inputValue()).toBe('900')
      await inspect('integrations-edit')
      await page.setViewportSize({ width: 1280, height: 800 })
      await drawer.getByLabel('Proxy').fill('')
      await drawer.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Acme is saved.').waitFor()
      const { rows } = await stage.windlass.database.pool.query(
        'select include, rate_limit from connections where id = 1',
      )
      expect(rows).toEqual([{ include: null, rate_limit: 900 }])
    })

    it('keeps the open tab in the address, and verifies scope by scope', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/integrations?connection=1&tab=credentials')
      const drawer = page.getByRole('dialog', { name: 'Connection' })
      await drawer.getByRole('button', { name: 'Verify' }).click()
      await drawer.getByRole('status').getByText('It sees').waitFor()
      await inspect('integrations-credentials')
      await page.goto('/integrations?connection=1&tab=gaps')
      await drawer.getByRole('tab', { name: 'Gaps', selected: true }).waitFor()
      await inspect('integrations-gaps')
    })

    it('suspends and resumes on the card', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/integrations')
      await page.getByRole('button', { name: 'Suspend' }).click()
      await page.getByText('Suspended: nothing is read until it is resumed.').waitFor()
      await page.getByRole('button', { name: 'Resume' }).click()
      await page.getByRole('button', { name: 'Suspend' }).waitFor()
      await inspect('integrations')
    })

    it('shows a viewer everything and lets them change nothing', async () => {
      await admin.page.setViewportSize({ width: 1280, height: 800 })
      await addPerson(admin.page, jonas, 'Viewer')
      const { page } = await stage.arrive()
      await page.goto('/integrations')
      await signIn(page, jonas)
      await page.getByRole('button', { name: 'View Acme' }).click()
      await page.getByRole('tab', { name: 'Gaps' }).waitFor()
      expect(await page.getByRole('tab', { name: 'Manage' }).count()).toBe(0)
      expect(
        await page.getByRole('button', { name: /^(Verify|Verify all|Suspend|Add integration)$/ }).count(),
      ).toBe(0)
    })

    it('removes it with its rows only after its name was typed', async () => {
      const { page } = admin
      await page.goto('/integrations?connection=1&tab=manage')
      const drawer = page.getByRole('dialog', { name: 'Connection' })
      await drawer.getByRole('radio', { name: 'Remove them' }).check()
      await inspect('integrations-manage')
      await page.setViewportSize({ width: 1280, height: 800 })
      await drawer.getByRole('button', { name: 'Remove' }).click()
      const question = page.getByRole('dialog', { name: 'Remove Acme?' })
      expect(await question.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
      await question.getByRole('textbox').fill('Acme')
      await question.getByRole('button', { name: 'Remove' }).click()
      await page.getByText('Acme is removed.').waitFor()
      await page.getByText('Nothing is connected yet.').waitFor()
      const { rows } = await stage.windlass.database.pool.query('select count(*)::int as n from repositories')
      expect(rows[0].n).toBe(0)
    })

    async function inspect(name: string): Promise<void> {
      const { page } = admin
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 844 })
      await expectAccessible(page)
      await expectNoSidewaysScroll(page)
      await screenshot(page, name)
    }
  },
  { settings: { allowPrivateHosts: '127.0.0.1' } },
)
