import { beforeAll, expect, it } from 'vitest'
import type { Visit } from '../browser.ts'
import { firstRun, jonas, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

journey('working with the keyboard alone', (stage) => {
  let person: Visit

  beforeAll(async () => {
    const first = await stage.arrive()
    await firstRun(first.page, stage.windlass.setupCode, mara)
    await first.close()
    person = await stage.arrive()
  })

  it('signs in', async () => {
    const { page } = person
    await page.goto('/')
    await arriveAt(page, 'Sign in')
    await press('Tab')
    await page.keyboard.type(mara.email)
    await press('Tab')
    await page.keyboard.type(mara.password)
    await press('Enter')
    await arriveAt(page, 'Home')
  })

  it('skips the rail', async () => {
    const { page } = person
    await page.reload()
    await arriveAt(page, 'Home')
    await press('Tab')
    expect(await focused()).toBe('Skip to the page')
    await press('Enter')
    await press('Tab')
    expect(await page.evaluate('document.activeElement.closest("main") !== null')).toBe(true)
  })

  it('adds a person from the palette', async () => {
    const { page } = person
    await press('Control+k')
    await page.getByPlaceholder('Go to a page or do something').waitFor()
    await page.keyboard.type('add a person')
    await page.getByRole('button', { name: 'Add a person' }).last().waitFor()
    await press('Enter')
    const drawer = page.getByRole('dialog', { name: 'Add a person' })
    await drawer.waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.name')).toBe('name')
    await page.keyboard.type(jonas.name)
    await press('Tab')
    await page.keyboard.type(jonas.email)
    await press('Tab')
    await press('ArrowDown')
    expect(await drawer.getByRole('radio', { name: 'Editor' }).isChecked()).toBe(true)
    await press('Tab')
    await page.keyboard.type(jonas.password)
    await press('Enter')
    await page.getByRole('row', { name: jonas.name }).waitFor()
    await drawer.waitFor({ state: 'detached' })
  })

  it('walks down a list, opens a row and closes it again', async () => {
    const { page } = person
    await press('j')
    await press('k')
    await press('Enter')
    await page.getByRole('dialog', { name: 'Person' }).waitFor()
    expect(page.url()).toContain('person=')
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(page.url()).not.toContain('person=')
  })

  it('filters with / and leaves typing alone', async () => {
    const { page } = person
    await press('/')
    await page.keyboard.type('jk?')
    await expect.poll(() => page.url()).toContain('q=jk')
    expect(await page.getByRole('dialog').count()).toBe(0)
  })

  it('lists its keys with ?', async () => {
    const { page } = person
    await page.goto('/settings/jobs')
    await arriveAt(page, 'Jobs')
    await press('?')
    const keys = page.getByRole('dialog', { name: 'Keys' })
    await keys.getByText('Go anywhere, do anything').waitFor()
    await press('Escape')
    await keys.waitFor({ state: 'detached' })
  })

  it('hears a new page, and goes on from there', async () => {
    const { page } = person
    await page.getByRole('link', { name: 'Roles' }).focus()
    await press('Enter')
    await arriveAt(page, 'Roles')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
  })

  it('opens a palette whose key was pressed before it was there', async () => {
    const { page } = person
    let arrive = () => {}
    const late = new Promise<void>((done) => {
      arrive = done
    })
    let held = 0
    await page.route(/palette-[^/]*\.js$/, async (route) => {
      held += 1
      await late
      await route.continue()
    })
    await page.reload()
    await arriveAt(page, 'Roles')
    await press('Control+k')
    expect(held).toBeGreaterThan(0)
    arrive()
    await page.getByPlaceholder('Go to a page or do something').waitFor()
    await press('Escape')
    await page.unroute(/palette-[^/]*\.js$/)
  })

  it('signs out', async () => {
    const { page } = person
    await press('Control+k')
    await page.getByPlaceholder('Go to a page or do something').waitFor()
    await page.keyboard.type('sign out')
    // Enter takes the first that is left, once the list has followed what was typed.
    await page.locator('button[data-selected]', { hasText: 'Sign out' }).waitFor()
    await press('Enter')
    await arriveAt(page, 'Sign in')
  })

  async function press(key: string): Promise<void> {
    await person.page.keyboard.press(key)
  }

  function focused(): Promise<string> {
    return person.page.evaluate<string>('document.activeElement.textContent')
  }
})
