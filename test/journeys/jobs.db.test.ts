import { expect, it } from 'vitest'
import type { Visit } from '../browser.ts'
import { addDeadJob, deadTask } from './jobs.ts'
import { firstRun, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

journey('watching background work', (stage) => {
  let admin: Visit

  it('says that nothing needs anybody while nothing does', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    await page.getByRole('navigation').getByRole('link', { name: 'Jobs' }).click()
    await arriveAt(page, 'Jobs')
    await page.getByText('Everything is done; nothing needs you.').waitFor()
    await page.getByText('The queue is empty.').waitFor()
  })

  it('shows a job that died by itself, without a reload, on the page and in the rail', async () => {
    const { page } = admin
    await addDeadJob(stage.windlass.database)
    await page.getByText('1 job is dead').waitFor()
    await page.getByRole('link', { name: '1 dead job' }).waitFor()
    await page.getByRole('row', { name: deadTask }).waitFor()
  })

  it('opens the error and the payload at an address of their own', async () => {
    const { page } = admin
    await page.getByRole('row', { name: deadTask }).click()
    const drawer = page.getByRole('dialog', { name: /^Job \d+$/ })
    await drawer.getByText('at lower (well.ts:12)').waitFor()
    await drawer.getByText('"river"').waitFor()
    await page.reload()
    await drawer.getByText('at lower (well.ts:12)').waitFor()
  })

  it('runs it again, and takes it out of the queue only after asking', async () => {
    const { page } = admin
    const drawer = page.getByRole('dialog', { name: /^Job \d+$/ })
    await drawer.getByRole('button', { name: 'Run now' }).click()
    await page.getByText(/^Job \d+ runs again\.$/).waitFor()
    await drawer.getByText('Waiting').waitFor()
    await drawer.getByRole('button', { name: 'Remove' }).click()
    const question = page.getByRole('dialog', { name: /^Remove job \d+\?$/ })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await question.waitFor({ state: 'detached' })
    await drawer.getByRole('button', { name: 'Remove' }).click()
    await question.getByRole('button', { name: 'Remove' }).click()
    await page.getByText(/^Job \d+ is removed\.$/).waitFor()
    await page.getByText('The queue is empty.').waitFor()
  })

  it('runs all dead jobs again at once', async () => {
    const { page } = admin
    await addDeadJob(stage.windlass.database)
    await addDeadJob(stage.windlass.database)
    await page.getByRole('button', { name: 'Run 2 dead jobs again' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click()
    await page.getByText('2 run again.').waitFor()
    await expect.poll(() => deadCount(), { timeout: 5_000 }).toBe(0)
  })

  it('tells what runs by the clock, and which process works', async () => {
    const { page } = admin
    await page.getByRole('tab', { name: 'Schedule' }).click()
    await page
      .getByRole('row', { name: 'remove-expired' })
      .getByText(/^in \d+ (min|s)$|^now$/)
      .waitFor()
    expect(new URL(page.url()).searchParams.get('tab')).toBe('schedule')
    await page.getByRole('tab', { name: /^Processes/ }).click()
    const processes = page.getByRole('table', { name: 'Processes' })
    await processes.waitFor()
    expect(await processes.getByRole('row').count()).toBe(2)
  })

  async function deadCount(): Promise<number> {
    const { rows } = await stage.windlass.database.pool.query(
      'select count(*)::int as dead from graphile_worker.jobs where attempts >= max_attempts',
    )
    return rows[0].dead
  }
})
