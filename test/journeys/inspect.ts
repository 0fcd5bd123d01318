import type { Page } from 'playwright-core'
import { expectAccessible, expectNoSidewaysScroll, screenshot } from '../browser.ts'

/** Wide and narrow, in light and dark: nothing grave is found, and nothing scrolls sideways. It is left wide. */
export async function inspect(page: Page, name: string): Promise<void> {
  await expectAccessible(page)
  await page.setViewportSize({ width: 390, height: 844 })
  await expectAccessible(page)
  await expectNoSidewaysScroll(page)
  await screenshot(page, name)
  await page.setViewportSize({ width: 1280, height: 800 })
}
