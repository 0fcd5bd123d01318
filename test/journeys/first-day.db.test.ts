import { expect, it } from 'vitest'
import type { Visit } from '../browser.ts'
import { addPerson, fillFirstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey, railOf } from './stage.ts'

journey('the first day of an installation', (stage) => {
  let admin: Visit
  let editor: Visit
  let key = ''

  it('asks a stranger for the printed code before anything else', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await page.goto('/settings/people')
    await arriveAt(page, 'Make the first administrator')
    expect(new URL(page.url()).pathname).toBe('/first-run')
  })

  it('takes no other code, says where the right one is, and changes nothing', async () => {
    const { page } = admin
    admin.allow(/403.*\/setup\b|\/setup\b.*403/)
    await fillFirstRun(page, 'AAAA-BBBB-CCCC-DDDD-EEEE', mara)
    await page.getByText('This is not the code of this installation.').waitFor()
    await page.getByText('Windlass prints it below its address').waitFor()
    const { rowCount } = await stage.windlass.database.pool.query('select from people')
    expect(rowCount).toBe(0)
  })

  it('makes the first administrator with the code, and shows how the installation is', async () => {
    const { page } = admin
    await page.getByLabel('First-run code').fill(stage.windlass.setupCode.toLowerCase())
    await page.getByRole('button', { name: 'Make the administrator' }).click()
    await arriveAt(page, 'Home')
    await page.getByText('All is well').waitFor()
    expect(await railOf(page)).toEqual([
      'Home',
      'Catalogue',
      'Integrations',
      'Discovery',
      'Runs',
      'Gaps',
      'Deliveries',
      'Ledger',
      'Logs',
      'Mappings',
      'Blueprints',
      'Account',
      'People',
      'Roles',
      'API keys',
      'Audit log',
      'Jobs',
      'Features',
      'Secrets',
      'About',
    ])
  })

  it('leads from the first step to a drawer in which an editor is added', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Add a person' }).click()
    await page.getByRole('dialog', { name: 'Add a person' }).waitFor()
    await page.keyboard.press('Escape')
    await addPerson(page, jonas, 'Editor')
    await page.getByText('1 administrator and 1 editor.').waitFor()
  })

  it('shows an editor what an editor may, and says at the address of the rest why not', async () => {
    editor = await stage.arrive()
    const { page } = editor
    await page.goto('/settings/roles')
    await signIn(page, jonas)
    await arriveAt(page, 'Roles')
    expect(await railOf(page)).toEqual([
      'Home',
      'Catalogue',
      'Integrations',
      'Discovery',
      'Runs',
      'Gaps',
      'Deliveries',
      'Ledger',
      'Logs',
      'Mappings',
      'Blueprints',
      'Account',
      'People',
      'Roles',
      'API keys',
      'Jobs',
      'Features',
      'About',
    ])
    await page.goto('/settings/audit')
    await page.getByText('audit:view').waitFor()
    await page.goto('/settings/people')
    await page.getByRole('row', { name: jonas.name }).waitFor()
    expect(await page.getByRole('button', { name: 'Add a person' }).count()).toBe(0)
    await page.goto('/settings/features')
    expect(await page.getByRole('switch', { name: 'API keys' }).isDisabled()).toBe(true)
  })

  it('gives the editor an API key, shown once, with which a program gets in', async () => {
    const { page } = editor
    await page.goto('/settings/api-keys')
    await page.getByRole('button', { name: 'Create a key' }).click()
    const drawer = page.getByRole('dialog', { name: 'Create an API key' })
    await drawer.getByLabel('Name').fill('nightly report')
    await drawer.getByRole('button', { name: 'Reading only' }).click()
    await drawer.getByRole('button', { name: 'Create', exact: true }).click()
    key = (await drawer.getByTestId('made-key').textContent()) ?? ''
    expect(key).toMatch(/^wl_/)
    expect(await usersSeenWith(key)).toBe(200)
    await drawer.getByRole('button', { name: 'Done' }).click()
    await page.getByRole('row', { name: 'nightly report' }).waitFor()
    expect(await page.content()).not.toContain(key)
  })

  it('takes an area that is switched off from every rail, and refuses its keys', async () => {
    await admin.page.goto('/settings/features')
    await admin.page.getByRole('switch', { name: 'API keys' }).uncheck({ force: true })
    await admin.page.getByText('API keys is off.').waitFor()
    await expect.poll(() => railOf(admin.page)).not.toContain('API keys')
    expect(await usersSeenWith(key)).toBe(401)
    await editor.page.reload()
    await arriveAt(editor.page, 'API keys')
    await editor.page.getByText('This area is switched off for the installation.').waitFor()
    expect(await railOf(editor.page)).not.toContain('API keys')
  })

  it('brings the area back with Undo, and its keys with it', async () => {
    await admin.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => railOf(admin.page)).toContain('API keys')
    expect(await usersSeenWith(key)).toBe(200)
  })

  it('has written down all of it', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Audit log' }).click()
    await arriveAt(page, 'Audit log')
    await page.getByRole('row', { name: 'setup.create' }).first().waitFor()
    const log = await page.getByRole('table', { name: 'Audit log' }).textContent()
    for (const action of [
      'setup.create',
      'person.create',
      'session.create',
      'api_key.create',
      'feature.update',
    ]) {
      expect(log).toContain(action)
    }
    await page.getByRole('row', { name: 'person.create' }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByRole('table', { name: 'Changes' }).getByText('editor', { exact: true }).waitFor()
    expect(page.url()).toMatch(/entry=\d+/)
    expect(await drawer.textContent()).not.toContain(jonas.password)
    await page.keyboard.press('Escape')
  })

  it('signs the editor out everywhere, and lets them in again where they were', async () => {
    await admin.page.goto('/settings/people')
    await admin.page.getByRole('row', { name: jonas.name }).click()
    await admin.page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await admin.page
      .getByRole('dialog', { name: `Sign ${jonas.name} out everywhere?` })
      .getByRole('button', { name: 'Sign out everywhere' })
      .click()
    await admin.page.getByText(`${jonas.name} is signed out everywhere.`).waitFor()
    editor.allow(/401/)
    const { page } = editor
    await page.goto('/settings/jobs?state=dead')
    await arriveAt(page, 'Sign in')
    await signIn(page, jonas)
    await arriveAt(page, 'Jobs')
    expect(new URL(page.url()).search).toBe('?state=dead')
  })

  it('ends every session of one’s own at once', async () => {
    const { page } = admin
    admin.allow(/401/)
    await page.goto('/settings/account')
    await page.getByRole('button', { name: 'Sign out everywhere' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
    await arriveAt(page, 'Sign in')
    await page.goto('/')
    await arriveAt(page, 'Sign in')
  })

  async function usersSeenWith(bearer: string): Promise<number> {
    const headers = { authorization: `Bearer ${bearer}` }
    return (await fetch(`${stage.windlass.origin}/api/v1/people`, { headers })).status
  }
})
