import { beforeAll, expect, it } from 'vitest'
import { firstRun, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

journey('signing in', (stage) => {
  beforeAll(async () => {
    const { page, close } = await stage.arrive()
    await firstRun(page, stage.windlass.setupCode, mara)
    await close()
  })

  it('comes back to the address that was asked for, with its view', async () => {
    const { page, close } = await stage.arrive()
    await page.goto('/settings/people?role=admin&q=mara')
    await arriveAt(page, 'Sign in')
    await signIn(page, mara)
    await arriveAt(page, 'People')
    expect(new URL(page.url()).search).toBe('?role=admin&q=mara')
    await page.getByRole('row', { name: mara.email }).waitFor()
    await close()
  })

  it('never leads to another site', async () => {
    const { page, close } = await stage.arrive()
    await page.goto('/sign-in?back=//example.com/')
    await signIn(page, mara)
    await arriveAt(page, 'Home')
    expect(new URL(page.url()).origin).toBe(stage.windlass.origin)
    await close()
  })

  it('says what is missing before it asks the server', async () => {
    const { page } = await stage.arrive()
    await page.goto('/sign-in')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('Enter an e-mail address, like mara@example.com.').waitFor()
    await page.getByText('Enter your password.').waitFor()
  })

  it('loses a session in the middle of work, and takes it up again at the same place', async () => {
    const person = await stage.arrive()
    const { page } = person
    await page.goto('/')
    await signIn(page, mara)
    await arriveAt(page, 'Home')
    await page.goto('/settings/audit?outcome=done')
    await arriveAt(page, 'Audit log')
    await stage.windlass.database.pool.query('delete from sessions')
    person.allow(/401/)
    await page.getByRole('navigation').getByRole('link', { name: 'People' }).click()
    await arriveAt(page, 'Sign in')
    await signIn(page, mara)
    await arriveAt(page, 'People')
  })

  it('refuses a wrong password, then holds back whoever tries again and again', async () => {
    const person = await stage.arrive()
    const { page } = person
    person.allow(/401|429/)
    await page.goto('/sign-in')
    await signIn(page, { ...mara, password: 'not-the-password' })
    await page.getByText('The e-mail address or the password is wrong.').waitFor()
    const wait = page.getByRole('button', { name: /^Try again in / })
    for (let tries = 0; tries < 20 && (await wait.count()) === 0; tries += 1) {
      const answer = page.waitForResponse((response) => response.request().method() === 'POST')
      await signIn(page, { ...mara, password: 'not-the-password' })
      await (await answer).finished()
      await expect.poll(() => page.locator('button[data-loading]').count()).toBe(0)
    }
    expect(await wait.isDisabled()).toBe(true)
    await page.getByText('There were too many attempts.').waitFor()
    const before = await wait.textContent()
    await expect.poll(() => wait.textContent(), { timeout: 5_000 }).not.toBe(before)
  })
})
