import { afterAll, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import type { Visit } from '../browser.ts'
import { connect } from './connect.ts'
import { inspect } from './inspect.ts'
import { firstRun, mara } from './person.ts'
import { journey } from './stage.ts'

const simulator = await startSimulator({ size: 'XS', limits: false })
afterAll(() => simulator.close())

const apiUrl = `${simulator.url}/2.0`
const [main, labs] = simulator.world.workspaces
const [first, second] = simulator.world.repositories(main?.uuid ?? '')
const credentials = simulator.simulation.credentials.all()
// Of a person who is a member of both workspaces, as the world's first is.
const account = credentials.find(({ kind }) => kind === 'api_token')
const tokenOf = (workspace: string | undefined) =>
  credentials.find(({ kind, reach }) => kind === 'workspace_access_token' && reach?.workspace === workspace)
    ?.secret ?? ''

journey(
  'the tabs of a connection',
  (stage) => {
    let admin: Visit
    const query = async (text: string) => (await stage.windlass.database.pool.query(text)).rows
    const drawerOf = () => admin.page.getByRole('dialog', { name: 'Connection' })
    const open = async (tab: string) => {
      await admin.page.setViewportSize({ width: 1280, height: 800 })
      await admin.page.goto(`/integrations?connection=1&tab=${tab}`)
      await drawerOf().getByRole('tab', { selected: true }).waitFor()
    }

    it('begins with two connections, each with a workspace of its own', async () => {
      admin = await stage.arrive()
      const { page } = admin
      admin.allow(/connections.* 4\d\d|4\d\d .*connections|status of 4\d\d.*connections/)
      await firstRun(page, stage.windlass.setupCode, mara)
      const { email, secret: token } = account ?? { email: '', secret: '' }
      await connect(page, { alias: 'Acme', workspace: main?.slug ?? '', token, email: email ?? '', apiUrl })
      await connect(page, {
        alias: 'Labs',
        workspace: labs?.slug ?? '',
        token: tokenOf(labs?.uuid),
        apiUrl,
      })
      // No run takes from the allowance, or adds repositories, while somebody looks around.
      await query(`update connections set state = 'suspended'`)
    })

    it('makes another connection the default, and says which it takes the place of', async () => {
      const { page } = admin
      await page.goto('/integrations?connection=2&tab=manage')
      await drawerOf().getByText('now that is Acme').waitFor()
      await drawerOf().getByRole('button', { name: 'Make default' }).click()
      await page.getByText('Labs is the default.').waitFor()
      await drawerOf().getByRole('button', { name: 'Make default' }).waitFor({ state: 'hidden' })
      expect(await query('select alias from connections where is_default')).toEqual([{ alias: 'Labs' }])
    })

    it('says that another connection reads a workspace, and takes it over only when told to', async () => {
      const { page } = admin
      await open('workspaces')
      await drawerOf().getByRole('button', { name: 'Add workspace' }).click()
      const form = drawerOf().getByRole('form', { name: 'Add workspace' })
      await form.getByText('read by Labs').waitFor()
      await form.getByRole('button', { name: labs?.slug ?? '' }).click()
      await form.getByRole('button', { name: 'Verify and add' }).click()
      await form.getByText(`is read by the connection Labs`).waitFor()
      expect(await query('select count(distinct connection_id)::int as n from workspaces')).toEqual([
        { n: 2 },
      ])
      await inspect(admin.page, 'workspaces-elsewhere')
      await form.getByRole('switch', { name: 'Take it over' }).check()
      await form.getByRole('button', { name: 'Verify and add' }).click()
      await drawerOf()
        .getByRole('region', { name: labs?.slug ?? '' })
        .waitFor()
      await inspect(admin.page, 'workspaces')
      expect(await query(`select connection_id from workspaces order by slug`)).toEqual([
        { connection_id: '1' },
        { connection_id: '1' },
      ])
      await page.keyboard.press('Escape')
      await drawerOf().waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'View Labs' }).click()
      await drawerOf().getByRole('tab', { name: 'Workspaces 0' }).waitFor()
    })

    it('adds no workspace that the credentials do not see', async () => {
      await open('workspaces')
      await drawerOf().getByRole('button', { name: 'Add workspace' }).click()
      const form = drawerOf().getByRole('form', { name: 'Add workspace' })
      await form.getByText('The credentials see no other workspace.').waitFor()
      await form.locator('input[name=workspace]').fill('nobody-is-here')
      await form.getByRole('button', { name: 'Verify and add' }).click()
      await form.getByText('Nothing was stored.').waitFor()
      await form.getByText('The token does not see the workspace').waitFor()
      await form.getByRole('button', { name: 'Cancel' }).click()
      await form.waitFor({ state: 'hidden' })
    })

    it('stops reading a workspace and keeps its rows, or removes it with them once its name was typed', async () => {
      const { page } = admin
      const slug = labs?.slug ?? ''
      await open('workspaces')
      const row = drawerOf().getByRole('region', { name: slug })
      await row.getByRole('button', { name: 'Stop reading' }).click()
      await page
        .getByRole('dialog', { name: `Stop reading ${slug}?` })
        .getByRole('button', { name: 'Stop reading' })
        .click()
      await page.getByText(`${slug} is read no more.`).waitFor()
      await row.waitFor({ state: 'hidden' })
      const rows = `select connection_id from workspaces where slug = '${slug}'`
      expect(await query(rows)).toEqual([{ connection_id: null }])
      await drawerOf().getByRole('button', { name: 'Add workspace' }).click()
      const form = drawerOf().getByRole('form', { name: 'Add workspace' })
      await form.locator('input[name=workspace]').fill(slug)
      await form.getByRole('button', { name: 'Verify and add' }).click()
      await row.getByRole('button', { name: 'Remove with its rows' }).click()
      const question = page.getByRole('dialog', { name: `Remove ${slug}?` })
      await question.getByRole('textbox').fill(slug)
      await question.getByRole('button', { name: 'Remove' }).click()
      await row.waitFor({ state: 'hidden' })
      expect(await query(rows)).toEqual([])
    })

    it('adds a credential only when it works, with the day it ends', async () => {
      const { page } = admin
      await open('credentials')
      await drawerOf().getByRole('button', { name: 'Add a credential' }).click()
      const form = drawerOf().getByRole('form', { name: 'Add a credential' })
      await form.locator('input[name=tokens]').fill('ATCTT-of-nobody')
      await form.getByRole('button', { name: 'Verify and add' }).click()
      await form.getByText('Nothing was stored.').waitFor()
      await inspect(admin.page, 'credentials-refused')
      await form.locator('input[name=tokens]').fill(tokenOf(main?.uuid))
      await form.getByLabel('Expires').fill('2100-01-01T12:00')
      await form.getByRole('button', { name: 'Verify and add' }).click()
      await page.getByText('It works, and shares the load.').waitFor()
      await drawerOf().getByRole('region', { name: 'Access token' }).waitFor()
      expect(
        await query(`select health, expires_at from credentials where kind = 'access_token' and id > 2`),
      ).toEqual([{ health: 'ok', expires_at: new Date('2100-01-01T11:00:00Z') }])
    })

    it('names a credential, keeps it for a part of the work, and says so', async () => {
      await open('credentials')
      await drawerOf().getByRole('button', { name: 'Edit Access token' }).click()
      const form = drawerOf().getByRole('form', { name: 'Edit Access token' })
      await form.getByLabel('Label').fill('Backfill')
      await form.getByRole('radio', { name: 'Only some' }).check()
      await form.getByRole('button', { name: 'Save' }).click()
      await form.getByText('Choose at least one.').waitFor()
      await form.getByRole('checkbox', { name: /^Pipelines/ }).check()
      await inspect(admin.page, 'credentials-edit')
      await form.getByLabel('Expires').fill('')
      await form.getByRole('button', { name: 'Save' }).click()
      // It has the new name before it closes, and the same words in it.
      await drawerOf()
        .getByRole('form', { name: /^Edit / })
        .waitFor({ state: 'hidden' })
      const credential = drawerOf().getByRole('region', { name: 'Backfill' })
      await credential.getByText('Pipelines, environments and deployments').waitFor()
      await credential.getByText('Not known', { exact: true }).waitFor()
      await inspect(admin.page, 'credentials')
    })

    it('does not keep the only other credential for a part: somebody has to do the rest', async () => {
      await open('credentials')
      const [other] = await query(`select label from credentials where kind = 'api_token'`)
      await drawerOf()
        .getByRole('button', { name: `Edit ${other?.label}` })
        .click()
      const form = drawerOf().getByRole('form', { name: `Edit ${other?.label}` })
      await form.getByRole('radio', { name: 'Only some' }).check()
      await form.getByRole('checkbox', { name: /^Commits/ }).check()
      await form.getByRole('button', { name: 'Save' }).click()
      await form.getByRole('alert').first().waitFor()
      await form.getByRole('button', { name: 'Cancel' }).click()
    })

    it('removes a credential after asking, and offers that of no last one', async () => {
      const { page } = admin
      await open('credentials')
      await drawerOf().getByRole('button', { name: 'Remove Backfill' }).click()
      await page
        .getByRole('dialog', { name: 'Remove Backfill?' })
        .getByRole('button', { name: 'Remove' })
        .click()
      await page.getByText('Backfill is removed.').waitFor()
      await drawerOf().getByRole('region', { name: 'Backfill' }).waitFor({ state: 'hidden' })
      expect(
        await drawerOf()
          .getByRole('button', { name: /^Remove/ })
          .count(),
      ).toBe(0)
    })

    it('says which frequency can be kept when the chosen one cannot', async () => {
      const { page } = admin
      await query('update connections set rate_limit = 100, frequency_minutes = 30 where id = 1')
      await query(`insert into repositories (workspace_id, uuid, slug, name, is_chosen)
        select workspaces.id, gen_random_uuid(), 'r' || n, 'r' || n, true
          from workspaces, generate_series(1, 100) n where connection_id = 1`)
      await open('workspaces')
      const hint = /^Every 30 minutes cannot be kept: .* Every 3 hours can\.$/
      await drawerOf().getByText(hint).waitFor()
      await inspect(admin.page, 'frequency')
      await drawerOf().getByRole('button', { name: 'Edit', exact: true }).first().click()
      const form = page.getByRole('dialog', { name: 'Edit the connection' })
      await form.getByText(hint).waitFor()
      await form.getByText(hint).scrollIntoViewIfNeeded()
      await inspect(admin.page, 'frequency-edit')
      await form.getByRole('combobox', { name: 'Sync' }).click()
      await page.getByRole('option', { name: 'Every 3 hours' }).click()
      await form.getByText(hint).waitFor({ state: 'hidden' })
      await query('update connections set rate_limit = null where id = 1')
    })

    it('leaves one repository out of what a pattern takes in, and collects another that it does not', async () => {
      const { page } = admin
      await page.goto('/integrations?edit=1')
      const form = page.getByRole('dialog', { name: 'Edit the connection' })
      await form.getByRole('radio', { name: 'By project and pattern' }).check()
      await form.getByLabel('Only these').fill(`${first?.slug.slice(0, 3)}*`)
      const exceptions = form.getByRole('region', { name: 'Exceptions' })
      await exceptions.getByText('There is no exception.').waitFor()
      await exceptions.getByRole('button', { name: 'Make exceptions' }).click()
      await exceptions.getByLabel(`${main?.slug}/${first?.slug}`, { exact: true }).selectOption('Leave out')
      await exceptions.getByLabel(`${main?.slug}/${second?.slug}`, { exact: true }).selectOption('Collect')
      await exceptions.getByText('2 exceptions').click()
      await exceptions.getByRole('list', { name: 'Exceptions' }).getByText('left out').waitFor()
      await inspect(admin.page, 'exceptions')
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Acme is saved.').waitFor()
      const said = await query('select full_name, is_wanted from repository_choices order by is_wanted')
      expect(said).toEqual([
        { full_name: `${main?.slug}/${first?.slug}`, is_wanted: false },
        { full_name: `${main?.slug}/${second?.slug}`, is_wanted: true },
      ])
    })

    it('lets the rules decide again', async () => {
      const { page } = admin
      await page.goto('/integrations?edit=1')
      const form = page.getByRole('dialog', { name: 'Edit the connection' })
      const exceptions = form.getByRole('region', { name: 'Exceptions' })
      await exceptions.getByText('2 exceptions').click()
      await exceptions.getByRole('button', { name: `Drop ${main?.slug}/${first?.slug}`, exact: true }).click()
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Acme is saved.').waitFor()
      expect(await query('select is_wanted from repository_choices')).toEqual([{ is_wanted: true }])
    })
  },
  { settings: { allowPrivateHosts: '127.0.0.1' } },
)
