import { expect, it } from 'vitest'
import type { Visit } from '../browser.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

journey('caring for the people of an installation', (stage) => {
  let admin: Visit

  it('refuses an e-mail address that is taken, at the field', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    await addPerson(page, jonas, 'Viewer')
    admin.allow(/409/)
    await page.getByRole('button', { name: 'Add a person' }).click()
    const drawer = page.getByRole('dialog', { name: 'Add a person' })
    await drawer.locator('input[name=name]').fill('Another Jonas')
    await drawer.getByLabel('E-mail address').fill(jonas.email.toUpperCase())
    await drawer.getByRole('button', { name: 'Make one up' }).click()
    await drawer.getByRole('button', { name: 'Add', exact: true }).click()
    await drawer.getByRole('alert').waitFor()
    expect(await drawer.locator('input[name=email]').getAttribute('aria-invalid')).toBe('true')
    await page.keyboard.press('Escape')
  })

  it('filters by role and name in the address', async () => {
    const { page } = admin
    await page.goto('/settings/people?role=viewer')
    await page.getByRole('row', { name: jonas.name }).waitFor()
    expect(await page.getByRole('row', { name: mara.name }).count()).toBe(0)
    await page
      .getByRole('searchbox')
      .or(page.getByLabel('Filter', { exact: true }))
      .first()
      .fill('nobody by that name')
    await page.getByText('Nothing matches the filters.').waitFor()
    expect(page.url()).toContain('q=nobody')
  })

  it('shows that somebody else was faster, and loads what they wrote', async () => {
    const { page } = admin
    admin.allow(/412/)
    await page.goto('/settings/people')
    await page.getByRole('row', { name: jonas.name }).click()
    const drawer = page.getByRole('dialog', { name: 'Person' })
    await drawer.locator('input[name=name]').fill('Jonas O.')
    await stage.windlass.database.pool.query(
      `update people set name = 'Jonas of the night shift', version = version + 1 where email = $1`,
      [jonas.email],
    )
    await drawer.getByRole('button', { name: 'Save' }).click()
    await drawer.getByText('Somebody changed this while you were editing.').waitFor()
    await drawer.getByRole('button', { name: 'Load it again' }).click()
    await expect.poll(() => drawer.locator('input[name=name]').inputValue()).toBe('Jonas of the night shift')
  })

  it('gives another role', async () => {
    const drawer = admin.page.getByRole('dialog', { name: 'Person' })
    await drawer.locator('input[name=name]').fill(jonas.name)
    await drawer.getByRole('radio', { name: 'Editor' }).check()
    await drawer.getByRole('button', { name: 'Save' }).click()
    await admin.page.getByText(`${jonas.name} is saved.`).waitFor()
  })

  it('locks an account, and opens it again with Undo', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Disable account' }).click()
    await page.getByText(`${jonas.name} cannot sign in any more.`).waitFor()
    await expect.poll(() => isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => isDisabled()).toBe(false)
    await page.getByRole('button', { name: 'Disable account' }).waitFor()
  })

  it('sets a password with which the person gets in', async () => {
    const { page } = admin
    const drawer = page.getByRole('dialog', { name: 'Person' })
    await drawer.getByRole('button', { name: 'Set a new password' }).click()
    await drawer.getByRole('button', { name: 'Make one up' }).click()
    const password = await drawer.locator('input[name=password]').inputValue()
    await drawer.getByRole('button', { name: 'Set password' }).click()
    await page.getByText(`${jonas.name} has a new password`).waitFor()
    const other = await stage.arrive()
    await other.page.goto('/')
    await signIn(other.page, { ...jonas, password })
    await arriveAt(other.page, 'Home')
  })

  it('removes an account only after its address was typed', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Remove' }).click()
    const dialog = page.getByRole('dialog', { name: `Remove ${jonas.name}?` })
    const remove = dialog.getByRole('button', { name: 'Remove' })
    expect(await remove.isDisabled()).toBe(true)
    await dialog.getByRole('textbox').fill(jonas.email)
    await remove.click()
    await page.getByText(`${jonas.name} is removed.`).waitFor()
    await expect.poll(() => page.getByRole('row', { name: jonas.email }).count()).toBe(0)
  })

  async function isDisabled(): Promise<unknown> {
    const query = 'select disabled from people where email = $1'
    return (await stage.windlass.database.pool.query(query, [jonas.email])).rows[0]?.disabled
  }
})
