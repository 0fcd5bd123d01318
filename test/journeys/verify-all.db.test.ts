import { afterAll, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import type { Visit } from '../browser.ts'
import { connect } from './connect.ts'
import { inspect } from './inspect.ts'
import { firstRun, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const simulator = await startSimulator({ size: 'XS', limits: false })
afterAll(() => simulator.close())

const apiUrl = `${simulator.url}/2.0`
const [main, labs] = simulator.world.workspaces

function tokenOf(workspace: string | undefined) {
  const found = simulator.simulation.credentials
    .all()
    .find(({ kind, reach }) => kind === 'workspace_access_token' && reach?.workspace === workspace)
  if (!found) throw new Error('the world has no such token')
  return found
}

journey(
  'verifying every connection',
  (stage) => {
    let admin: Visit

    it('is not offered while there is no connection', async () => {
      admin = await stage.arrive()
      const { page } = admin
      await firstRun(page, stage.windlass.setupCode, mara)
      await page.goto('/integrations')
      await page.getByText('Nothing is connected yet.').waitFor()
      expect(await page.getByRole('button', { name: 'Verify all' }).isDisabled()).toBe(true)
    })

    it('says that all work, and of each that it does', async () => {
      const { page } = admin
      for (const [alias, workspace] of [
        ['Acme', main],
        ['Labs', labs],
      ] as const) {
        const token = tokenOf(workspace?.uuid).secret
        await connect(page, { alias, workspace: workspace?.slug ?? '', token, apiUrl })
      }
      await page.getByRole('button', { name: 'Verify all' }).click()
      const results = page.getByRole('region', { name: 'Verified' })
      await results.getByText('Both connections work.').waitFor()
      expect(await results.getByText('Works', { exact: true }).count()).toBe(2)
      await inspect(admin.page, 'verify-all')
      await results.getByRole('button', { name: 'Close the results' }).click()
      await results.waitFor({ state: 'hidden' })
    })

    it('says that it is under way', async () => {
      const { page } = admin
      await page.route('**/api/v1/connections/verify', async (route) => {
        await new Promise((done) => setTimeout(done, 500))
        await route.continue()
      })
      await page.getByRole('button', { name: 'Verify all' }).click()
      await page.getByText('Trying every credential of 2 connections').waitFor()
      await page.getByRole('region', { name: 'Verified' }).waitFor()
      await page.unroute('**/api/v1/connections/verify')
    })

    it('says which fails, why, and what to do, and leads there', async () => {
      const { page } = admin
      tokenOf(labs?.uuid).revoked = true
      await page.getByRole('button', { name: 'Verify all' }).click()
      const results = page.getByRole('region', { name: 'Verified' })
      await results.getByText('1 of 2 connections does not work as it should.').waitFor()
      await results.getByText('Bitbucket refuses the token').waitFor()
      await results.getByText('Make a new token in Bitbucket').waitFor()
      expect(await results.getByText('Works', { exact: true }).count()).toBe(1)
      await inspect(admin.page, 'verify-all-failed')
      await results.getByRole('button', { name: 'Credentials of Labs' }).click()
      const drawer = page.getByRole('dialog', { name: 'Connection' })
      await drawer.getByRole('tab', { name: /^Credentials/, selected: true }).waitFor()
      await drawer.getByText('Refused', { exact: true }).waitFor()
    })

    it('says what happened when the server cannot try any', async () => {
      const { page } = admin
      admin.allow(/connections\/verify/)
      await page.goto('/integrations')
      await arriveAt(page, 'Integrations')
      await page.route('**/api/v1/connections/verify', (route) => route.abort('connectionrefused'))
      await page.getByRole('button', { name: 'Verify all' }).click()
      await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor()
    })
  },
  { settings: { allowPrivateHosts: '127.0.0.1' } },
)
