import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  browserPath,
  expectAccessible,
  expectNoSidewaysScroll,
  launchBrowser,
  noBrowser,
  screenshot,
  visit,
} from '../browser.ts'
import { usedDirectory } from '../start/directories.ts'
import { buildProgram, windlass } from '../start/windlass.ts'
import { fillFirstRun, mara } from './person.ts'
import { arriveAt } from './stage.ts'

describe.skipIf(browserPath() === null)(
  browserPath() === null ? `the demo (${noBrowser})` : 'the demo',
  () => {
    let browser: Browser | null = null
    beforeAll(async () => {
      ;[browser] = await Promise.all([launchBrowser(), buildProgram('journey')])
    })
    afterAll(() => browser?.close())

    it('leads from the printed address to a page that fills by itself, and says everywhere what it is', async () => {
      if (browser === null) throw new Error('The browser went away.')
      const data = await usedDirectory()
      mkdirSync(join(data, 'demo'))
      const run = windlass(['start', '--demo', '--world', 'XS', '--data', data])
      const [, address = ''] = await run.until(/With the code filled in: (http\S+)/)
      const hurry = await holdBack(data)
      const { origin, hash } = new URL(address)
      const guest = await visit(browser, { origin })
      guest.allow(/401.*\/api\/v1\/session\b|\/api\/v1\/session\b.*401/)
      const { page } = guest
      page.setDefaultTimeout(30_000)

      await page.goto(address)
      await arriveAt(page, 'Make the first administrator')
      expect(await page.getByLabel('First-run code').inputValue()).toBe(hash.slice(1))
      await inspect(page, 'demo-first-run')

      await fillFirstRun(page, hash.slice(1), mara)
      await arriveAt(page, 'Home')
      await inspect(page, 'demo-home')

      await page.getByRole('link', { name: 'See the connection' }).click()
      await arriveAt(page, 'Integrations')
      await page.getByRole('heading', { name: 'Demo', level: 2 }).waitFor()
      await page.getByText('A run is at work.').waitFor()
      await inspect(page, 'demo-integrations-at-work')
      await hurry()
      // One repository of the world may be listed and not be read.
      await page.getByText('Read, but for some gaps.').waitFor({ timeout: 120_000 })
      await inspect(page, 'demo-integrations')

      await page.getByRole('complementary', { name: 'Demo' }).getByRole('link').click()
      await page.getByRole('heading', { name: 'The demo', level: 1 }).waitFor()
      guest.expectQuiet()
    }, 300_000)
  },
)

/** Has the simulator take its time, so that the first run is still at work when somebody comes to look; ends with what it returns. */
async function holdBack(data: string): Promise<() => Promise<void>> {
  const { port } = JSON.parse(readFileSync(join(data, 'demo', 'state.json'), 'utf8')) as { port: number }
  const rules = `http://127.0.0.1:${port}/_sim/faults`
  const effect = { kind: 'delay', ms: 5_000 }
  const made = await fetch(rules, { method: 'POST', body: JSON.stringify({ effect }) })
  expect(made.status).toBe(201)
  return async () => {
    expect((await fetch(rules, { method: 'DELETE' })).status).toBe(204)
  }
}

/** With the banner, at both widths in both schemes. */
async function inspect(page: Page, name: string): Promise<void> {
  await page.getByRole('complementary', { name: 'Demo' }).getByText('An invented company').waitFor()
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await screenshot(page, name)
}
