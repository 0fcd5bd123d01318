import { expect, inject, it } from 'vitest'
import { expectAccessible, expectNoSidewaysScroll, screenshot } from '../browser.ts'
import { withBrowser } from './with-browser.ts'

const faces = [
  ['values', '/values'],
  ['feedback', '/feedback'],
  ['forms', '/forms'],
  ['layout', '/layout'],
  ['tables', '/tables'],
  ['tables-failed', '/tables?face=failed'],
  ['tables-stale', '/tables?face=stale'],
  ['tables-loading', '/tables?face=loading'],
  ['tables-empty', '/tables?face=empty'],
  ['tables-nothing', '/tables?q=nobody'],
  ['charts', '/charts'],
  ['editors', '/editors'],
] as const

withBrowser('the shared parts of the page', (seen) => {
  it.each(faces)('draws %s without a serious finding of axe, at both widths', async (name, path) => {
    const { page } = seen()
    await page.goto(path)
    await page.locator('h1').waitFor()
    await page.waitForLoadState('networkidle')
    await expectAccessible(page)
    await screenshot(page, `gallery-${name}`)
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSidewaysScroll(page)
  })

  it('load nothing from elsewhere', async () => {
    const { page } = seen()
    const hosts = new Set<string>()
    page.on('request', (request) => hosts.add(new URL(request.url()).origin))
    for (const path of ['/values', '/charts', '/editors']) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
    }
    expect([...hosts]).toEqual([inject('galleryOrigin')])
  })
})
