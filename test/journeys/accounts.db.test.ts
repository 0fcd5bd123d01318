import { expect, it } from 'vitest'
import { addAccount, addReadWorkspace, sayAddress } from '../accounts.ts'
import type { Visit } from '../browser.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

journey('saying which Bitbucket accounts belong to a person', (stage) => {
  let admin: Visit
  const drawer = () => admin.page.getByRole('dialog', { name: 'Person' })
  const line = (name: string) =>
    drawer()
      .getByRole('list', { name: 'Bitbucket accounts of' })
      .getByRole('listitem')
      .filter({ hasText: name })

  async function open(name: string): Promise<void> {
    await admin.page.goto('/settings/people')
    await admin.page.getByRole('row', { name }).click()
    await drawer().getByRole('heading', { name: 'Bitbucket accounts' }).waitFor()
  }

  /** By the keyboard: what was done before may lie above the list for some seconds. */
  async function add(typed: string, option: RegExp): Promise<void> {
    const field = drawer().getByRole('combobox', { name: 'Add an account' })
    await field.fill(typed)
    await admin.page.getByRole('option', { name: option }).waitFor()
    await expect.poll(() => admin.page.getByRole('option').count()).toBe(1)
    await field.press('ArrowDown')
    await field.press('Enter')
  }

  const takeAway = (name: string) =>
    drawer()
      .getByRole('button', { name: `Take away ${name}` })
      .press('Enter')

  it('says how accounts are found while a person has none', async () => {
    admin = await stage.arrive()
    await firstRun(admin.page, stage.windlass.setupCode, mara)
    await addPerson(admin.page, jonas, 'Viewer')
    await open(jonas.name)
    await drawer()
      .getByText(`One is found when a commit has the address ${jonas.email} and Bitbucket says whose it is.`)
      .waitFor()
  })

  it('shows the accounts of one person that were met through two connections', async () => {
    const { database } = stage.windlass
    const harbour = await addReadWorkspace(database, 'acme', 'harbour')
    const fjord = await addReadWorkspace(database, 'nord', 'fjord')
    const { email } = jonas
    await addAccount(database, { name: 'Jonas Okafor', nickname: 'Jonas Okafor', workspace: harbour, email })
    await addAccount(database, { name: 'J. Okafor', nickname: 'okafor-j', workspace: fjord, email })
    await addAccount(database, { name: 'Release bot', nickname: 'releases', workspace: fjord })
    const hers = await addAccount(database, { name: 'Mara L.', workspace: harbour })
    await sayAddress(database, harbour, mara.email, hers)
    await open(jonas.name)
    await line('J. Okafor').getByText('Member of fjord (nord).').waitFor()
    await line('Jonas Okafor').getByText('Member of harbour (acme).').waitFor()
    await line('Jonas Okafor').getByText(`Has the address ${email}.`).waitFor()
  })

  it('adds an account by hand, found by its nickname', async () => {
    await add('releases', /Release bot/)
    await admin.page.getByText('Release bot belongs to Jonas Okafor now.').waitFor()
    await line('Release bot').getByText(`Given by ${mara.name}`).waitFor()
    await inspect(admin.page, 'person-accounts')
  })

  it('refuses an account that is somebody else’s, and says whose', async () => {
    admin.allow(/409/)
    await add('Mara', /Belongs to Mara Lindqvist/)
    const refused = admin.page.getByRole('alert').filter({ hasText: 'Mara L. belongs to Mara Lindqvist.' })
    await refused.getByText('Take the account away from them first').waitFor()
    expect(await line('Mara L.').count()).toBe(0)
  })

  it('takes an account away, and gives it back with Undo', async () => {
    await takeAway('J. Okafor')
    const toast = admin.page
      .getByRole('status')
      .filter({ hasText: 'J. Okafor does not belong to Jonas Okafor' })
    await expect.poll(() => line('J. Okafor').count()).toBe(0)
    await toast.getByRole('button', { name: 'Undo' }).click()
    await line('J. Okafor').getByText(`Has the address ${jonas.email}.`).waitFor()
  })

  it('does not bring back by its address what was taken away', async () => {
    await takeAway('J. Okafor')
    await expect.poll(() => line('J. Okafor').count()).toBe(0)
    await open(jonas.name)
    await line('Release bot').waitFor()
    expect(await line('J. Okafor').count()).toBe(0)
  })

  it('shows a person their own, to look at', async () => {
    const { page } = await stage.arrive()
    await page.goto('/')
    await signIn(page, jonas)
    await arriveAt(page, 'Home')
    await page.goto('/settings/account')
    const own = page.getByRole('list', { name: 'Your Bitbucket accounts' })
    await own.waitFor()
    expect(await own.getByRole('listitem').allTextContents()).toEqual([
      expect.stringContaining('Jonas Okafor'),
      expect.stringContaining('Release bot'),
    ])
    expect(await own.getByRole('button').count()).toBe(0)
    await inspect(page, 'own-accounts')
    await page.goto('/settings/people')
    await page.getByRole('row', { name: jonas.name }).click()
    await page.getByRole('list', { name: 'Bitbucket accounts of Jonas Okafor' }).waitFor()
    expect(await page.getByRole('combobox', { name: 'Add an account' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: /Take away/ }).count()).toBe(0)
  })
})
