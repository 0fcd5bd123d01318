import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, screenshot, type Visit } from '../browser.ts'
import { addDeadJob } from './jobs.ts'
import { addPerson, firstRun, jonas, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const support = { supportEmail: 'tools@example.com', supportUrl: 'https://help.example.com/windlass' }

journey(
  'every page, at both widths in both schemes',
  (stage) => {
    let admin: Visit
    let deadJob: string

    it('draws the first run without a serious finding of axe', async () => {
      const { page } = await stage.arrive()
      await page.goto('/')
      await inspect(page, 'first-run', 'Make the first administrator')
      await page.getByText('Where is the code?').click()
      await expectAccessible(page)
    })

    it('draws signing in without a serious finding of axe', async () => {
      admin = await stage.arrive()
      await firstRun(admin.page, stage.windlass.setupCode, mara)
      await addPerson(admin.page, jonas, 'Editor')
      await makeKey(admin)
      deadJob = await addDeadJob(stage.windlass.database)
      const { page } = await stage.arrive()
      await page.goto('/')
      await inspect(page, 'sign-in', 'Sign in')
    })

    it.each([
      ['home', '/', 'Home'],
      ['streams', '/integrations/streams', 'Streams'],
      ['streams-one', '/integrations/streams?stream=pull_request_history', 'Streams', 'pull request history'],
      ['account', '/settings/account', 'Account'],
      ['people', '/settings/people', 'People'],
      ['people-add', '/settings/people?add=yes', 'People', 'Add a person'],
      ['people-one', '/settings/people?person=2', 'People', 'Person'],
      ['people-none', '/settings/people?q=nobody', 'People'],
      ['roles', '/settings/roles', 'Roles'],
      ['api-keys', '/settings/api-keys', 'API keys'],
      ['api-keys-create', '/settings/api-keys?add=yes', 'API keys', 'Create an API key'],
      ['audit', '/settings/audit', 'Audit log'],
      ['audit-entry', '/settings/audit?entry=1', 'Audit log', 'Entry 1'],
      ['jobs', '/settings/jobs', 'Jobs'],
      ['jobs-schedule', '/settings/jobs?tab=schedule', 'Jobs'],
      ['jobs-processes', '/settings/jobs?tab=processes', 'Jobs'],
      ['features', '/settings/features', 'Features'],
      ['secrets', '/settings/secrets', 'Secrets'],
      ['about', '/settings/about', 'About'],
      ['nothing', '/settings/nothing', 'Nothing here'],
    ] as const)('draws %s without a serious finding of axe', async (name, path, title, dialog?) => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto(path)
      await inspect(page, name, dialog === undefined ? title : undefined, dialog)
    })

    // The clock adds jobs too, so that its number is known only now.
    it('draws jobs-one without a serious finding of axe', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto(`/settings/jobs?job=${deadJob}`)
      await inspect(page, 'jobs-one', 'Jobs', `Job ${deadJob}`)
    })

    it('draws the card of who is signed in, the palette and the keys without a serious finding of axe', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/')
      await arriveAt(page, 'Home')
      await page.getByRole('button', { name: mara.name }).click()
      await page.getByRole('button', { name: 'Sign out' }).waitFor()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder('Go to a page or do something').waitFor()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
      await expectAccessible(page)
      await page.keyboard.press('Escape')
    })

    it('folds the rail into a menu on a phone, and the menu away on arrival', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 390, height: 844 })
      await page.goto('/')
      await page.getByRole('button', { name: 'Open the menu' }).click()
      const menu = page.getByRole('dialog', { name: 'Menu' })
      await expectAccessible(page)
      await menu.getByRole('link', { name: 'Roles' }).click()
      await arriveAt(page, 'Roles')
      await menu.waitFor({ state: 'detached' })
    })

    it('remembers the colours that were chosen', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/')
      await page.getByRole('button', { name: mara.name }).click()
      await page.getByRole('button', { name: 'Dark' }).click()
      await page.reload()
      await arriveAt(page, 'Home')
      const scheme = await page.evaluate<string>('document.documentElement.dataset.mantineColorScheme')
      expect(scheme).toBe('dark')
    })

    it('draws the reference of the API and the guide, without a word of complaint from the browser', async () => {
      const { page } = admin
      await page.goto('/api/docs')
      await page.getByRole('heading', { name: 'Windlass' }).waitFor()
      await page.waitForLoadState('networkidle')
      await page.goto('/docs/guide/README.md')
      await arriveAt(page, 'Operator guide')
      await expectAccessible(page)
      await page.setViewportSize({ width: 390, height: 844 })
      await expectNoSidewaysScroll(page)
      admin.expectQuiet()
    })

    it('names the support of the installation', async () => {
      const { page } = admin
      await page.goto('/settings/about')
      await page.getByRole('link', { name: support.supportUrl }).waitFor()
      await page.getByRole('link', { name: support.supportEmail }).waitFor()
    })

    it('needs at most 220 KB of script, compressed, before somebody can sign in', async () => {
      const { page } = await stage.arrive()
      const scripts: Promise<number>[] = []
      page.on('response', (response) => {
        if (response.request().resourceType() !== 'script') return
        scripts.push(response.body().then((body) => gzipSync(body).length))
      })
      await page.goto('/')
      await arriveAt(page, 'Sign in')
      const bytes = (await Promise.all(scripts)).reduce((sum, each) => sum + each, 0)
      expect(bytes).toBeGreaterThan(50_000)
      expect(bytes).toBeLessThan(220 * 1024)
    })
  },
  { settings: support },
)

async function inspect(page: Visit['page'], name: string, title?: string, dialog?: string): Promise<void> {
  if (title) await arriveAt(page, title)
  if (dialog) await page.getByRole('dialog', { name: dialog }).waitFor()
  await page.waitForLoadState('networkidle')
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await screenshot(page, name)
}

async function makeKey({ page }: Visit): Promise<void> {
  await page.goto('/settings/api-keys?add=yes')
  await page.getByLabel('Name').fill('nightly report')
  await page.getByRole('button', { name: 'Reading only' }).click()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByTestId('made-key').waitFor()
}
