import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, inject } from 'vitest'
import { browserPath, launchBrowser, type Visit, visit } from '../browser.ts'

/** Tests with one browser a file and a fresh visit to the gallery each, which must end without a noise. */
export function withBrowser(title: string, tests: (seen: () => Visit) => void): void {
  describe.skipIf(browserPath() === null)(title, () => {
    let browser: Browser | null = null
    let current: Visit | null = null
    const seen = () => {
      if (!current) throw new Error('No visit is open.')
      return current
    }
    beforeAll(async () => {
      browser = await launchBrowser()
    })
    afterAll(async () => {
      await browser?.close()
    })
    beforeEach(async () => {
      if (!browser) throw new Error('The browser went away.')
      current = await visit(browser, { origin: inject('galleryOrigin') })
    })
    afterEach(async () => {
      const ended = seen()
      await ended.close()
      ended.expectQuiet()
    })
    tests(seen)
  })
}
