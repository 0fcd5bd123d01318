import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  browserPath,
  expectAccessible,
  expectNoSidewaysScroll,
  launchBrowser,
  screenshot,
  type Visit,
  visit,
} from '../browser.ts'
import { type Gallery, serveGallery } from './serve.ts'

describe.skipIf(browserPath() === null)('the shared parts of the page', () => {
  let browser: Browser | null = null
  let gallery: Gallery
  let seen: Visit

  beforeAll(async () => {
    ;[browser, gallery] = await Promise.all([launchBrowser(), serveGallery()])
  })
  afterAll(async () => {
    await browser?.close()
    await gallery.stop()
  })
  beforeEach(async () => {
    if (!browser) throw new Error('The browser went away.')
    seen = await visit(browser, { origin: gallery.origin })
  })
  afterEach(async () => {
    seen.expectQuiet()
    await seen.close()
  })

  const faces = [
    ['values', '/values'],
    ['feedback', '/feedback'],
    ['forms', '/forms'],
    ['layout', '/layout'],
    ['tables', '/tables'],
    ['tables-failed', '/tables?face=failed'],
    ['tables-loading', '/tables?face=loading'],
    ['tables-empty', '/tables?face=empty'],
    ['charts', '/charts'],
    ['editors', '/editors'],
  ] as const

  it.each(faces)('draws %s without a serious finding of axe, at both widths', async (name, path) => {
    await seen.page.goto(path)
    await seen.page.locator('h1').waitFor()
    await seen.page.waitForLoadState('networkidle')
    await expectAccessible(seen.page)
    await screenshot(seen.page, `gallery-${name}`)
    await seen.page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(seen.page)
  })

  it('says in a fresh browser that nothing is loaded from elsewhere', async () => {
    const hosts = new Set<string>()
    seen.page.on('request', (request) => hosts.add(new URL(request.url()).origin))
    await seen.page.goto('/values')
    await seen.page.waitForLoadState('networkidle')
    expect([...hosts]).toEqual([gallery.origin])
  })
})
