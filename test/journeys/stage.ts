import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe } from 'vitest'
import { browserPath, launchBrowser, noBrowser, type Visit, visit } from '../browser.ts'
import { type Running, type Scene, startWindlass } from './installation.ts'

export interface Stage {
  readonly windlass: Running
  /** Somebody new at the door, with a browser of their own. */
  arrive(options?: { width?: 1280 | 390; scheme?: 'light' | 'dark' }): Promise<Visit>
}

/** Tests that play in a browser against a running Windlass of their own; skipped, and said so, without Chromium. */
export function journey(title: string, tests: (stage: Stage) => void, scene: Scene = {}): void {
  const path = browserPath()
  describe.skipIf(path === null)(path === null ? `${title} (${noBrowser})` : title, () => {
    let browser: Browser | null = null
    let running: Running | undefined
    const open: Visit[] = []
    beforeAll(async () => {
      ;[browser, running] = await Promise.all([launchBrowser(), startWindlass(scene)])
    })
    afterAll(async () => {
      for (const each of open) each.expectQuiet()
      await browser?.close()
      await running?.stop()
    })
    tests({
      get windlass() {
        if (!running) throw new Error('Windlass runs only while the tests do.')
        return running
      },
      arrive: async (options = {}) => {
        if (!browser || !running) throw new Error('The browser went away.')
        const each = await visit(browser, { origin: running.origin, ...options })
        // A stranger asks who they are, and is told that nobody knows.
        each.allow(/401.*\/api\/v1\/session\b|\/api\/v1\/session\b.*401/)
        each.page.setDefaultTimeout(15_000)
        open.push(each)
        return each
      },
    })
  })
}

/** The heading of the page that is shown now. */
export async function arriveAt(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { name: title, level: 1 }).waitFor()
}

/** What the rail offers, from top to bottom. */
export async function railOf(page: Page): Promise<string[]> {
  return page.getByRole('navigation', { name: 'Main' }).getByRole('link').allTextContents()
}
