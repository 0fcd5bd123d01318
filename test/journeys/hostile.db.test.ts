import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Visit } from '../browser.ts'
import { addBlueprints } from '../catalogue.ts'
import { addHostile, hostile, hostileName } from '../hostile.ts'
import { firstRun, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

/** Nothing was run, nothing was made of a text but text, and no address leads anywhere but to a page. */
async function expectHarmless(page: Page): Promise<void> {
  const found = await page.evaluate<unknown>(`({
    owned: window.owned ?? null,
    made: [...document.body.querySelectorAll('*')].filter((it) =>
      it.matches('iframe, object, embed, marquee, base, meta, isindex, script:not([src])')
      || it.getAttributeNames().some((name) => name.startsWith('on'))).length,
    leads: [...document.querySelectorAll('a[href], [src], form[action]')]
      .map((it) => it.href?.baseVal ?? it.href ?? it.src ?? it.action)
      .filter((address) => !/^(https?|blob):/.test(address)),
  })`)
  expect(found).toEqual({ owned: null, made: 0, leads: [] })
}

/** All rows of the virtualised table, from the first to the last. */
async function expectRows(page: Page, table: string, texts: readonly string[]): Promise<void> {
  const seen = new Set<string>()
  const grid = page.getByRole('table', { name: table, exact: true })
  await grid.getByRole('row').nth(3).hover()
  for (let step = 0; step < 40 && seen.size < texts.length; step += 1) {
    const shown = (await grid.textContent()) ?? ''
    for (const text of texts) if (shown.includes(text)) seen.add(text)
    await expectHarmless(page)
    await page.mouse.wheel(0, 240)
    await page.waitForTimeout(100)
  }
  expect(texts.filter((text) => !seen.has(text))).toEqual([])
}

journey('texts that would be scripts', (stage) => {
  let admin: Visit
  const address = `/catalog/crew/${encodeURIComponent(hostileName(0))}`

  it('stand in the list of entities, its facets and groups as what they are', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    await addBlueprints(stage.windlass.database)
    await addHostile(stage.windlass.database)
    const columns =
      'title,team,properties.notes,properties.home,properties.tags,properties.setup,relations.ship,identifier'
    await page.goto(`/catalog/crew?q=evil&columns=${columns}`)
    await expectRows(page, 'Entities', hostile.map(inLine))
    await page.goto('/catalog/crew?group=team')
    await expectRows(page, 'Groups', hostile.map(inLine))
    await page.goto(`/catalog/crew?filter=${encodeURIComponent(`team:eq:${hostile[0]}`)}`)
    await page.getByText('1 of 60 entities.').waitFor()
    await expectHarmless(page)
  })

  it('are found by Ctrl-K as what they are', async () => {
    const { page } = admin
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Go to a page or do something' }).fill('<svg')
    await page.getByRole('button', { name: '<svg onload=window.owned=1>' }).first().waitFor()
    await expectHarmless(page)
    await page.keyboard.press('Escape')
  })

  it('head the page of an entity, each of them', async () => {
    const { page } = admin
    for (const [n, text] of hostile.entries()) {
      await page.goto(`/catalog/crew/${encodeURIComponent(hostileName(n))}`)
      await page.getByRole('heading', { level: 1 }).filter({ hasText: text.trim() }).waitFor()
      await page.getByRole('region', { name: 'Relations' }).waitFor()
      await expectHarmless(page)
    }
  })

  it.each(['relationships', 'sources', 'yaml', 'repository'])('stand in the tab %s', async (tab) => {
    const { page } = admin
    await page.goto(`${address}?tab=${tab}`)
    await page
      .getByRole('tabpanel')
      .getByText(hostile[0] ?? '')
      .first()
      .waitFor()
    await expectHarmless(page)
  })

  it.each([
    ['pull-requests', 'Pull requests'],
    ['events', 'Events'],
    ['ci-cd', 'Deployments'],
    ['ci-cd', 'Pipelines'],
  ])('stand in the tab %s, in the table %s', async (tab, table) => {
    const { page } = admin
    await page.goto(`${address}?tab=${tab}`)
    await expectRows(page, table, hostile.map(inLine))
  })

  it('are choices of the environment', async () => {
    const { page } = admin
    await page.getByRole('combobox', { name: 'Environment' }).click()
    await page
      .getByRole('option', { name: hostile[0] ?? '' })
      .first()
      .waitFor()
    await expectHarmless(page)
  })

  it('are asked for before they are removed, and edited as text', async () => {
    const { page } = admin
    await page.goto(`${address}?edit=yes`)
    const title = page.getByRole('dialog').getByRole('textbox', { name: 'Title' })
    await title.waitFor()
    expect(await title.inputValue()).toBe(hostile[0])
    await expectHarmless(page)
    await page.goto(address)
    await arriveAt(page, hostile[0] ?? '')
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('dialog', { name: `Remove ${hostile[0]}?` }).waitFor()
    await expectHarmless(page)
  })
})

/** As the first line of a message stands in a cell. */
function inLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
