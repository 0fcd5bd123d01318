import { afterAll, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import { expectAccessible, expectNoSidewaysScroll, screenshot, type Visit } from '../browser.ts'
import { connect } from './connect.ts'
import { firstRun, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const simulator = await startSimulator({ size: 'XS', limits: false })
afterAll(() => simulator.close())

const slug = simulator.world.workspaces[0]?.slug ?? ''
const token = simulator.simulation.credentials
  .all()
  .find(({ kind }) => kind === 'workspace_access_token')?.secret

journey(
  'watching a run',
  (stage) => {
    let admin: Visit

    it('says on every page what will be there, before there is a connection', async () => {
      admin = await stage.arrive()
      const { page } = admin
      await firstRun(page, stage.windlass.setupCode, mara)
      const pages = [
        ['Runs', 'No run yet.'],
        ['Gaps', 'No gaps:'],
        ['Ledger', 'There is no account of requests before a credential is added.'],
        ['Logs', 'Nothing happened in the last seven days.'],
      ] as const
      for (const [title, words] of pages) {
        await page.getByRole('navigation').getByRole('link', { name: title }).click()
        await arriveAt(page, title)
        await page.getByText(words).waitFor()
      }
      await page.goto('/runs/999')
      await page.getByText('There is no run 999.').waitFor()
      admin.allow(/runs\/999/)
    })

    it('starts a run at a press and shows it', async () => {
      const { page } = admin
      await connect(page, {
        alias: 'Acme',
        workspace: slug,
        token: token ?? '',
        apiUrl: `${simulator.url}/2.0`,
      })
      await page.goto('/integrations?connection=1')
      const drawer = page.getByRole('dialog', { name: 'Connection' })
      await drawer.getByRole('button', { name: 'Sync now: Acme' }).click()
      await arriveAt(page, 'Run 1')
    })

    it('follows the run to its end', async () => {
      const { page } = admin
      await page.getByText(/^(Complete|Ended) after /).waitFor({ timeout: 90_000 })
      await page.getByRole('table', { name: 'Streams' }).waitFor()
      await inspect('run')
    }, 120_000)

    it('shows repositories down and streams across, to be filtered and opened', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.getByRole('tab', { name: 'Repositories' }).click()
      const grid = page.getByRole('table', { name: 'Repositories' })
      await grid.getByText(`${slug}, the workspace`).waitFor()
      await inspect('run-repositories')
      await page.setViewportSize({ width: 1280, height: 800 })
      await grid.getByText(`${slug}, the workspace`).click()
      await page.getByRole('dialog', { name: slug }).getByRole('table').waitFor()
      await inspect('run-slice')
    })

    it('says in a row with gaps why, and when it is tried again', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/runs/1?tab=repositories&state=gap')
      const grid = page.getByRole('table', { name: 'Repositories' })
      await grid.getByRole('img', { name: /^Gap/ }).first().click()
      const gaps = page.getByRole('dialog').getByRole('region', { name: 'Gaps' })
      await gaps.getByText(/^pull requests: source .* next try: /).waitFor()
      await inspect('run-slice-gaps')
    })

    it('lists the run and its gaps, each gap with the answer that made it', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/runs')
      await page.getByRole('table', { name: 'Runs' }).getByText('With gaps').waitFor()
      await inspect('runs')
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/gaps')
      const table = page.getByRole('table', { name: 'Gaps' })
      await table.getByText('pull requests').first().click()
      const drawer = page.getByRole('dialog', { name: 'Gap' })
      await drawer.getByText('The first 2 KB.').waitFor()
      await inspect('gap')
    })

    it('tries the chosen gaps again only when told so twice, in a run that it shows', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/gaps')
      await page.getByRole('checkbox', { name: 'Select all rows' }).check()
      await inspect('gaps')
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.getByRole('button', { name: /^Retry \d+ gaps?$/ }).click()
      await page
        .getByRole('dialog', { name: /^Retry/ })
        .getByRole('button', { name: 'Retry' })
        .click()
      await arriveAt(page, 'Run 2')
      await page.getByText(/^(Complete|Ended) after /).waitFor({ timeout: 60_000 })
    }, 90_000)

    it('tells what was spent, on what, and what may be sent', async () => {
      const { page } = admin
      await page.goto('/ledger')
      await page.getByText(/^Background work may send [\d,]+ API requests now/).waitFor()
      await page.getByRole('table', { name: 'Top spenders' }).getByText('pull requests').waitFor()
      await inspect('ledger')
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.getByRole('button', { name: 'Show as table' }).first().click()
      await page.getByRole('columnheader', { name: 'Limit now' }).waitFor()
    })

    it('keeps a log that is filtered by the address, and opens an entry', async () => {
      const { page } = admin
      await page.goto('/logs?operation=sync&level=error')
      const table = page.getByRole('table', { name: 'Logs' })
      await table.getByText('pull_requests').first().click()
      await page
        .getByRole('dialog', { name: /^Entry/ })
        .getByText('What happened')
        .waitFor()
      await inspect('log-entry')
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/logs')
      await table.getByText('verify').first().waitFor()
      await inspect('logs')
    })

    it('says what the Bitbucket behind a connection was found to offer', async () => {
      const { page } = admin
      await page.setViewportSize({ width: 1280, height: 800 })
      await page.goto('/integrations?connection=1&tab=capabilities')
      const drawer = page.getByRole('dialog', { name: 'Connection' })
      await drawer
        .getByText(/^(Offered|Not offered)$/)
        .first()
        .waitFor()
      await inspect('capabilities')
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
