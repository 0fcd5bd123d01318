import { afterAll, expect, it } from 'vitest'
import { startSimulator } from '../../simulator/server.ts'
import type { Visit } from '../browser.ts'
import { connect } from './connect.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const simulator = await startSimulator({ size: 'XS', limits: false })
afterAll(() => simulator.close())

const [workspace] = simulator.world.workspaces
const slug = workspace?.slug ?? ''
const names = simulator.world.repositories(workspace?.uuid ?? '').map(({ name }) => name)
const [first = '', second = '', third = ''] = names.toSorted((a, b) =>
  a.toLowerCase() < b.toLowerCase() ? -1 : 1,
)
const token = simulator.simulation.credentials
  .all()
  .find(({ kind, reach }) => kind === 'workspace_access_token' && reach?.workspace === workspace?.uuid)

journey(
  'discovery',
  (stage) => {
    let admin: Visit

    const rowOf = (name: string) => admin.page.getByRole('row').filter({ hasText: name })

    it('leads from nothing to a source, and by the wizard to a connection that is chosen', async () => {
      admin = await stage.arrive()
      const { page } = admin
      await firstRun(page, stage.windlass.setupCode, mara)
      await page.getByRole('navigation').getByRole('link', { name: 'Discovery' }).click()
      await arriveAt(page, 'Discovery')
      await page.getByText('No workspace is discovered yet.').waitFor()
      await inspect(page, 'discovery-none')
      await page.getByRole('link', { name: 'Set up discovery' }).click()
      await arriveAt(page, 'Set up discovery')
      await page.getByRole('button', { name: /^Bitbucket Cloud/ }).click()
      await page.getByRole('button', { name: 'New connection' }).click()
      const wizard = page.getByRole('dialog', { name: 'Add an integration' })
      await wizard.getByRole('button', { name: /^Bitbucket Cloud/ }).click()
      await wizard.getByRole('button', { name: /^Access token/ }).click()
      await wizard.getByLabel('Name').fill('Acme')
      await wizard.locator('input[name=workspace]').fill(slug)
      await wizard.locator('input[name=tokens]').fill(token?.secret ?? '')
      await wizard.getByRole('radio', { name: 'None: metadata only' }).check()
      await wizard.getByText('Network', { exact: true }).click()
      await wizard.getByLabel('API address').fill(`${simulator.url}/2.0`)
      await wizard.getByRole('button', { name: 'Verify and add' }).click()
      await wizard.waitFor({ state: 'hidden' })
      await page.getByRole('heading', { name: '1. Where' }).waitFor()
      expect(await page.getByRole('combobox', { name: 'Connection' }).inputValue()).toBe('Acme')
      expect(await page.getByRole('combobox', { name: 'Workspace' }).inputValue()).toContain(slug)
    })

    it('offers what is usual, says what changes of the connection, and asks before anything happens', async () => {
      const { page } = admin
      const form = page.getByRole('form', { name: 'Set up discovery' })
      expect(await form.getByRole('radio', { name: 'Register & Merge (recommended)' }).isChecked()).toBe(true)
      expect(await form.getByRole('combobox', { name: 'Kind' }).inputValue()).toBe('Component')
      expect(await form.getByRole('combobox', { name: 'Type' }).inputValue()).toBe('service')
      expect(await form.getByRole('combobox', { name: 'Update frequency' }).inputValue()).toBe(
        'Every 3 hours',
      )
      await form.getByText('Nothing of Acme changes:').waitFor()
      await form.getByRole('combobox', { name: 'Update frequency' }).click()
      await page.getByRole('option', { name: 'Every hour' }).click()
      await form.getByText('With this Acme changes:').waitFor()
      await form.getByText('Configure fields (optional)').click()
      await form.getByRole('checkbox', { name: 'Website' }).uncheck()
      await form.getByText('Configure secondary kinds (optional)').click()
      expect(await form.getByRole('checkbox', { name: 'Commits' }).isChecked()).toBe(true)
      await form.getByRole('radio', { name: 'Merge', exact: true }).check()
      await form.getByText('Fixed: that of the entity.').waitFor()
      await form.getByRole('radio', { name: 'Register & Merge (recommended)' }).check()
      await form.getByRole('button', { name: 'Confirm & Enable' }).click()
      await form.getByText('Enter a name.').waitFor()
      await form.locator('input[name=name]').fill('Acme repositories')
      await inspect(page, 'discovery-set-up')
      await form.getByRole('button', { name: 'Confirm & Enable' }).click()
      const question = page.getByRole('dialog', { name: 'Enable Acme repositories?' })
      await question.getByRole('button', { name: 'Enable' }).click()
      await arriveAt(page, 'Acme repositories')
    })

    it('shows every repository within seconds of the sync, with what is recommended', async () => {
      const { page } = admin
      await rowOf(first).waitFor({ timeout: 90_000 })
      await page.getByRole('tab', { name: `Discovered ${names.length}` }).waitFor({ timeout: 60_000 })
      const action = page.getByRole('combobox', { name: `Action for ${first}`, exact: true })
      expect(await action.inputValue()).toBe('Register')
      await page.getByRole('combobox', { name: `Type of ${first}`, exact: true }).click()
      await page.getByRole('option', { name: 'library' }).click()
      await inspect(page, 'discovery-discovered')
    }, 180_000)

    it('imports what is selected, each in its own type', async () => {
      const { page } = admin
      for (const name of [first, second]) await rowOf(name).getByRole('checkbox').first().click()
      const bar = page.getByRole('region', { name: 'Import' })
      await bar.getByText('2 selected').waitFor()
      await inspect(page, 'discovery-selected')
      await bar.getByRole('button', { name: 'Import selected entities' }).click()
      await page.getByRole('menuitem', { name: 'All, as recommended or chosen' }).click()
      await page.getByText('2 repositories are being imported.').waitFor()
      await page.getByRole('tab', { name: 'Imported 2' }).click({ timeout: 60_000 })
      const table = page.getByRole('table', { name: 'Imported' })
      const row = table.getByRole('row').filter({ hasText: first })
      await row.getByText('Registered').waitFor()
      await row.getByText('library').waitFor()
      await row.getByText('Account').waitFor()
      const path = await row.getByRole('link', { name: first }).getAttribute('href')
      expect(path).toMatch(/^\/catalog\/Component\//)
      await inspect(page, 'discovery-imported')
    }, 90_000)

    it('leads to the entity, which shows the repository and what was ingested of it', async () => {
      const { page } = admin
      await page.getByRole('table', { name: 'Imported' }).getByRole('link', { name: first }).click()
      await page.getByRole('tab', { name: 'YAML' }).click()
      const ingested = page.getByRole('textbox', { name: 'Ingested properties' })
      await ingested.getByText('REGISTER').waitFor()
      await ingested.getByText('integration_properties').waitFor()
      await inspect(page, 'discovery-entity-yaml')
      await page.getByRole('tab', { name: 'Repository' }).click()
      await page.getByRole('region', { name: 'Newest commits' }).waitFor()
      await inspect(page, 'discovery-entity-repository')
      await page.goto('/discovery/1?tab=imported')
      await page.getByRole('table', { name: 'Imported' }).waitFor()
    }, 60_000)

    it('is to merge into the entity that a person looks for', async () => {
      const { page } = admin
      await page.getByRole('tab', { name: /^Discovered/ }).click()
      await page.getByRole('button', { name: `Choose the entity of ${third}`, exact: true }).click()
      const drawer = page.getByRole('dialog', { name: 'Choose the entity' })
      await drawer.getByText('No entity fits by the correlation.').waitFor()
      await drawer.getByLabel('Find an entity').fill(second)
      await drawer.getByRole('list', { name: 'Entities found' }).getByText(second).first().waitFor()
      // What was just registered for the second repository is its own; what a mapping made of it is free.
      await drawer.getByText(`Belongs to ${second} already`).waitFor()
      await inspect(page, 'discovery-match')
      await drawer.getByRole('button', { name: `Merge into it: ${second}` }).click()
      await drawer.waitFor({ state: 'hidden' })
      await rowOf(third).getByRole('link', { name: second }).waitFor()
      const action = page.getByRole('combobox', { name: `Action for ${third}`, exact: true })
      expect(await action.inputValue()).toBe('Merge')
    })

    it('unlinks, after asking, and lists the repository again', async () => {
      const { page } = admin
      await page.getByRole('tab', { name: /^Imported/ }).click()
      await page.getByRole('button', { name: `What can be done with ${second}`, exact: true }).click()
      await page.getByRole('menuitem', { name: 'Unlink' }).click()
      const question = page.getByRole('dialog', { name: `Unlink ${second}?` })
      await question.getByRole('button', { name: 'Unlink' }).click()
      await page.getByText(`${second} is unlinked.`).waitFor()
      await page.getByRole('tab', { name: /^Discovered/ }).click()
      await rowOf(second).getByText('Unlinked').waitFor()
      const action = page.getByRole('combobox', { name: `Action for ${second}`, exact: true })
      expect(await action.inputValue()).toBe('Merge')
    })

    it('switches auto-import, with a way back', async () => {
      const { page } = admin
      const auto = page.getByRole('switch', { name: 'Auto-import future discovered entities' })
      await auto.click()
      await page.getByText('What is discovered from now on is imported by itself.').waitFor()
      await expect.poll(() => auto.isChecked()).toBe(true)
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(() => auto.isChecked()).toBe(false)
    })

    it('tells what happened, and of each event more', async () => {
      const { page } = admin
      await page.getByRole('tab', { name: 'Events' }).click()
      const table = page.getByRole('table', { name: 'Events' })
      await table.getByText('Manual import').waitFor()
      await table.getByText('Set up', { exact: true }).waitFor()
      await inspect(page, 'discovery-events')
      await table.getByText('Manual import').click()
      const drawer = page.getByRole('dialog', { name: 'Event' })
      await drawer.getByText('2 registered').waitFor()
      await inspect(page, 'discovery-event')
      await drawer.getByRole('button', { name: 'Close' }).click()
      await table.getByText('Sync', { exact: true }).first().click()
      await drawer.getByText('Records synced').waitFor()
      await drawer.getByRole('button', { name: 'Close' }).click()
    })

    it('is configured anew but for its secondary kinds, suspended and resumed', async () => {
      const { page } = admin
      await page.getByRole('tab', { name: 'Configuration' }).click()
      const form = page.getByRole('form', { name: 'Configuration' })
      await form.getByText('Pull requests, Commits (chosen when it was set up)').waitFor()
      await form.locator('input[name=name]').fill('Acme code')
      await form.getByRole('combobox', { name: 'Operator' }).click()
      await page.getByRole('option', { name: 'Contains, in whatever case' }).click()
      await inspect(page, 'discovery-configuration')
      await form.getByRole('button', { name: 'Save' }).click()
      await arriveAt(page, 'Acme code')
      await page.getByRole('button', { name: 'Suspend auto-discovery' }).click()
      const question = page.getByRole('dialog', { name: 'Suspend Acme code?' })
      await question.getByRole('button', { name: 'Suspend' }).click()
      await page.getByText('This discovery is suspended.').waitFor()
      expect(await page.getByRole('button', { name: 'Sync' }).count()).toBe(0)
      await inspect(page, 'discovery-suspended')
      await page.getByRole('button', { name: 'Resume auto-discovery' }).click()
      await page.getByRole('button', { name: 'Sync' }).waitFor()
    })

    it('is shown as a card, and a second for the workspace is refused with the way to the first', async () => {
      const { page } = admin
      await page.getByRole('navigation').getByRole('link', { name: 'Discovery' }).click()
      await page.getByRole('heading', { name: 'Acme code' }).waitFor()
      await inspect(page, 'discovery-cards')
      await page.goto('/discovery/new?source=bitbucket-cloud')
      await page.getByText(`${slug} has a discovery already`).waitFor()
      expect(await page.getByRole('button', { name: 'Confirm & Enable' }).isDisabled()).toBe(true)
      await inspect(page, 'discovery-second')
      await page.getByRole('link', { name: 'Open it' }).click()
      await arriveAt(page, 'Acme code')
    })

    it('is read by another connection, whose API token is advised against', async () => {
      const { page } = admin
      const { slug: labs = '' } = simulator.world.workspaces[1] ?? {}
      const { secret = '', email } =
        simulator.simulation.credentials.all().find(({ kind }) => kind === 'api_token') ?? {}
      const apiUrl = `${simulator.url}/2.0`
      await connect(page, { alias: 'Labs', workspace: labs, token: secret, email: email ?? '', apiUrl })
      await page.goto('/discovery/new?source=bitbucket-cloud')
      await page.getByRole('combobox', { name: 'Connection' }).click()
      await page.getByRole('option', { name: 'Labs' }).click()
      await page.getByText('Labs reads with an API token, which belongs to a person.').waitFor()
      expect(await page.getByRole('button', { name: 'Confirm & Enable' }).isEnabled()).toBe(true)
      await inspect(page, 'discovery-api-token')
      await page.goto('/discovery/1?tab=configuration')
      const form = page.getByRole('form', { name: 'Configuration' })
      await form.getByRole('combobox', { name: 'Connection' }).click()
      await page.getByRole('option', { name: 'Labs' }).click()
      await form.getByRole('button', { name: 'Save' }).click()
      const question = page.getByRole('dialog', { name: `Read ${slug} by Labs?` })
      await question.getByRole('button', { name: 'Switch' }).click()
      await page.getByText('Acme code is saved.').waitFor()
      await form.getByRole('link', { name: 'As Labs is read' }).waitFor()
      await page.getByRole('tab', { name: 'Events' }).click()
      await page.getByText('The workspace is read by the connection Labs from now on.').waitFor()
    }, 60_000)

    it('is looked at by those who may not edit it', async () => {
      await addPerson(admin.page, jonas, 'Viewer')
      const { page } = await stage.arrive({ scheme: 'dark' })
      await page.goto('/discovery/1')
      await signIn(page, jonas)
      await arriveAt(page, 'Acme code')
      expect(await page.getByRole('button', { name: 'Sync' }).count()).toBe(0)
      expect(await page.getByRole('region', { name: 'Import' }).count()).toBe(0)
      await page.getByRole('tab', { name: 'Configuration' }).click()
      await page.getByText('Register & Merge').waitFor()
      await inspect(page, 'discovery-viewer')
    })
  },
  { settings: { allowPrivateHosts: '127.0.0.1' } },
)
