import type { Route } from 'playwright-core'
import { expect, it } from 'vitest'
import type { Definition } from '../../src/catalog/blueprints/blueprint.ts'
import type { Said } from '../../src/catalog/entities/said.ts'
import type { Visit } from '../browser.ts'
import { addBlueprints, addEntity, addRepository, mapRepository, ship } from '../catalogue.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

/** Longer than a search field waits for the next letter. */
async function late(route: Route): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 400))
  await route.continue()
}

journey('the catalogue', (stage) => {
  let admin: Visit

  it('is searched, filtered by what entities have in common, and grouped', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    const { database } = stage.windlass
    await addBlueprints(database)
    await addEntity(database, 'ship', 'tern', { title: 'Arctic Tern', properties: { flag: 'blue' } })
    for (let n = 1; n <= 30; n += 1) {
      const language = n % 3 === 0 ? 'go' : 'python'
      const properties = { language, lines: n * 10, is_public: n % 2 === 0, home: `https://example.com/${n}` }
      const relations: Said['relations'] = n % 5 === 0 ? {} : { ship: 'tern' }
      await addEntity(database, 'crew', `deck/${n}.x`, {
        title: `Crew ${n}`,
        team: 'sea',
        properties,
        relations,
      })
    }
    const { rows } = await database.pool.query(`select id from entities where identifier = 'deck/1.x'`)
    await mapRepository(database, rows[0].id, await addRepository(database, 'deck'), { language: 'go' })

    await page.getByRole('navigation').getByRole('link', { name: 'Catalogue' }).click()
    await arriveAt(page, 'Catalogue')
    await page.getByRole('row', { name: /Arctic Tern/ }).waitFor()
    await inspect(page, 'catalog')
    await page.getByRole('navigation', { name: 'Blueprints' }).getByRole('link', { name: 'Crew 30' }).click()
    await arriveAt(page, 'Crew')
    const facet = page.getByRole('region', { name: 'Language' })
    await facet.getByRole('button', { name: 'go 10' }).click()
    await page.getByText('10 of 30 entities.').waitFor()
    await page.getByRole('row', { name: /Crew 9/ }).waitFor()
    expect(new URL(page.url()).searchParams.get('filter')).toBe('properties.language:eq:go')
    await inspect(page, 'catalog-crew')
    await page.getByRole('button', { name: 'Remove the filter Language is go' }).click()
    await page.getByRole('row', { name: /Crew 10/ }).waitFor()
    await page.getByRole('textbox', { name: 'Filter', exact: true }).fill('crew 22')
    await page.getByText('1 row', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await page.getByRole('combobox', { name: 'Group by' }).click()
    await page.getByRole('option', { name: 'Language' }).click()
    await page.getByRole('row', { name: 'python 20', exact: true }).waitFor()
    await inspect(page, 'catalog-groups')
    await page.getByRole('row', { name: 'python 20', exact: true }).click()
    await page.getByText('20 of 30 entities.').waitFor()
  })

  it('opens what is pressed while what was typed is still being looked for', async () => {
    const { page } = admin
    await page.goto('/catalog/crew')
    const link = page.getByRole('link', { name: 'Crew 22', exact: true })
    const list = /\/api\/v1\/entities\?.*q=crew/
    await page.route(list, late)
    await link.hover()
    await page.getByRole('textbox', { name: 'Filter', exact: true }).fill('crew 2')
    await page.mouse.down()
    await page.waitForRequest(list)
    await page.mouse.up()
    await arriveAt(page, 'Crew 22')
    await page.unrouteAll({ behavior: 'wait' })
  })

  it('leaves what was typed behind with the page that it was typed on', async () => {
    const { page } = admin
    await page.goto('/catalog/crew')
    await page.getByRole('link', { name: 'Crew 22', exact: true }).waitFor()
    const code = /\.js$/
    await page.route(code, late)
    await page.getByRole('textbox', { name: 'Filter', exact: true }).fill('crew 2')
    await page.getByRole('link', { name: 'Crew 22', exact: true }).click()
    await arriveAt(page, 'Crew 22')
    expect(new URL(page.url()).search).toBe('')
    await page.unrouteAll({ behavior: 'wait' })
  })

  it('does not say that there is nothing while it looks again after nothing was found', async () => {
    const { page } = admin
    await page.goto('/catalog/crew?q=nothing+of+it')
    await page.getByText('Nothing matches the filters.').waitFor()
    const list = /\/api\/v1\/entities\?/
    await page.route(list, late)
    await page.getByRole('button', { name: 'Clear the filter' }).click()
    await page.getByText('Loading Entities').waitFor({ state: 'attached' })
    expect(await page.getByText('No entities yet').count()).toBe(0)
    await page.getByRole('link', { name: 'Crew 22', exact: true }).waitFor()
    await page.unrouteAll({ behavior: 'wait' })
  })

  it('is filtered by anything', async () => {
    const { page } = admin
    await page.goto('/catalog/crew')
    await page.getByRole('button', { name: 'Add a filter' }).click()
    const form = page.getByRole('dialog', { name: 'Add a filter' })
    await form.getByRole('combobox', { name: 'Field' }).click()
    await page.getByRole('option', { name: 'Lines' }).click()
    await form.getByRole('combobox', { name: 'Condition' }).click()
    await page.getByRole('option', { name: 'is more than' }).click()
    await form.getByRole('textbox', { name: 'Value' }).fill('280')
    await form.getByRole('button', { name: 'Filter' }).click()
    await page.getByText('2 of 30 entities.').waitFor()
    await page.goto('/catalog/crew?filter=properties.nothing:eq:1')
    admin.allow(/400/)
    await page
      .getByText(/a field that is not there/)
      .first()
      .waitFor()
    await page.goto('/catalog/nothing')
    admin.allow(/404/)
    await page.getByText('There is no blueprint nothing.').waitFor()
  })

  it('opens an entity at an address that can be loaded again', async () => {
    const { page } = admin
    await page.goto('/catalog/crew?q=crew+1')
    await page.getByRole('link', { name: 'Crew 1', exact: true }).click()
    await arriveAt(page, 'Crew 1')
    await page.reload()
    await arriveAt(page, 'Crew 1')
    const activity = page.getByRole('list', { name: 'Recent activity' })
    await activity.getByRole('link').first().waitFor()
    expect(await activity.getByRole('link').first().getAttribute('href')).toMatch(
      /^https:\/\/bitbucket\.org\/harbour\/deck\//,
    )
    await page.getByRole('list', { name: 'Languages' }).getByText('Python 70.0 %').waitFor()
    await page
      .getByRole('complementary', { name: 'Where this comes from' })
      .getByText('Mapping main: repository harbour/deck')
      .waitFor()
    await inspect(page, 'entity-overview')
  })

  it.each([
    ['Repository', 'list', 'Top contributors', 'Mara 17 commits'],
    ['Pull requests', 'list', 'Pull requests by state', '2 merged'],
    ['CI/CD', 'table', 'Deployments', 'Production'],
    ['Relationships', 'region', /^Picture of relationships/, 'Arctic Tern'],
    ['Events', 'table', 'Events', 'v1.7'],
    ['Sources', 'region', 'Mapping main: repository harbour/deck', '(another source is believed)'],
    ['YAML', 'textbox', 'YAML', 'blueprint: crew'],
  ] as const)('shows the tab %s', async (tab, role, name, text) => {
    const { page } = admin
    await page.getByRole('tab', { name: tab }).click()
    await page.getByRole(role, { name }).getByText(text).first().waitFor()
    await inspect(page, `entity-${tab.toLowerCase().replaceAll(/\W+/g, '-')}`)
  })

  it('follows relations with arrow keys, and shows them as a table as well', async () => {
    const { page } = admin
    await page.getByRole('tab', { name: 'Relationships' }).click()
    await page.getByRole('link', { name: 'Crew 1', exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Arctic Tern')
    await page.getByRole('button', { name: 'Show as table' }).click()
    await page
      .getByRole('table', { name: 'Relationships' })
      .getByRole('row', { name: 'Crew 1 ship Arctic Tern' })
      .waitFor()
    await page.getByRole('list', { name: 'Not in the picture' }).getByRole('link').first().click()
    await arriveAt(page, 'Catalogue')
    await page
      .getByRole('row', { name: /Crew 2/ })
      .first()
      .waitFor()
  })

  it('is found with Ctrl-K', async () => {
    const { page } = admin
    await page.keyboard.press('Control+k')
    await page.getByRole('textbox', { name: 'Go to a page or do something' }).fill('arctic')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Arctic Tern/ })
      .click()
    await arriveAt(page, 'Arctic Tern')
    await page.getByText('No repository belongs to it').first().waitFor()
    await inspect(page, 'entity-bare')
  })

  it('is written by hand: added, refused, changed and removed', async () => {
    const { page } = admin
    admin.allow(/400/)
    await page.goto('/catalog/crew')
    await page.getByRole('button', { name: 'Add an entity' }).click()
    const drawer = page.getByRole('dialog', { name: 'Add an entity' })
    await drawer.getByRole('textbox', { name: 'Identifier' }).fill('by:hand')
    await drawer.getByRole('textbox', { name: 'Lines' }).fill('many')
    await drawer.getByRole('button', { name: 'Add', exact: true }).click()
    await drawer.getByRole('alert').getByRole('button', { name: 'Lines:' }).waitFor()
    expect((await drawer.getByRole('alert').boundingBox())?.y).toBeGreaterThan(0)
    await inspect(page, 'entity-add')
    await drawer.getByRole('textbox', { name: 'Lines' }).fill('120')
    await drawer.getByRole('textbox', { name: 'Title' }).fill('By hand')
    await drawer.getByRole('button', { name: 'Add', exact: true }).click()
    await arriveAt(page, 'By hand')
    await page.getByRole('button', { name: 'Edit' }).click()
    const edit = page.getByRole('dialog', { name: 'Edit the entity' })
    await edit.getByRole('textbox', { name: 'Lines' }).fill('90')
    await edit.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('definition').getByText('90', { exact: true }).waitFor()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page
      .getByRole('dialog', { name: 'Remove By hand?' })
      .getByRole('button', { name: 'Remove' })
      .click()
    await arriveAt(page, 'Crew')
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('textbox', { name: 'Filter', exact: true }).fill('by:hand')
    await page.getByRole('link', { name: 'By hand' }).click()
    await arriveAt(page, 'By hand')
    await page.getByRole('definition').getByText('90', { exact: true }).waitFor()
  })

  it('has the repository that somebody names, as the default connection reads it', async () => {
    const { page } = admin
    admin.allow(/400/)
    await page.goto('/catalog/ship/tern?tab=repository')
    await page.getByText('Nobody has named a repository').waitFor()
    await page.getByRole('button', { name: 'Name a repository' }).click()
    const drawer = page.getByRole('dialog', { name: 'Name a repository' })
    await drawer.getByRole('textbox', { name: 'Repository' }).fill('harbour')
    await drawer.getByRole('button', { name: 'Name it' }).click()
    await drawer.getByRole('alert').getByRole('button', { name: 'Repository:' }).waitFor()
    await inspect(page, 'entity-name-repository')
    await drawer
      .getByRole('textbox', { name: 'Repository' })
      .fill('https://bitbucket.org/harbour/deck/src/main')
    await drawer.getByRole('button', { name: 'Name it' }).click()
    const named = page.getByRole('list', { name: 'Repositories named by hand' })
    await named.getByText('No connection').waitFor()
    await inspect(page, 'entity-named-nowhere')
    await stage.windlass.database.pool.query(
      `with made as (insert into connections (connector, alias, api_url, is_default)
         values ('bitbucket-cloud', 'quay', 'https://api.example.com/2.0', true) returning id)
       update workspaces set connection_id = made.id from made where slug = 'harbour'`,
    )
    await page.reload()
    await named.getByText('quay, the default').waitFor()
    await page.getByRole('list', { name: 'Top contributors' }).getByText('Mara 17 commits').waitFor()
    await inspect(page, 'entity-named-repository')
    await named.getByRole('button', { name: 'Take back harbour/deck' }).click()
    await page.getByText('Nobody has named a repository').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await named.getByText('quay, the default').waitFor()
  })

  it('shows the tabs and blocks that a blueprint names, in that order', async () => {
    const { page } = admin
    const layout: Definition['layout'] = {
      tabs: ['sources', 'overview'],
      blocks: ['relations', 'owners', 'properties'],
    }
    await addBlueprints(stage.windlass.database, [{ ...ship, layout }])
    await page.goto('/catalog/ship/tern?tab=overview')
    await page.getByRole('heading', { name: 'Owners' }).waitFor()
    expect(await page.getByRole('tab').allTextContents()).toEqual(['Sources', 'Overview'])
    const blocks = page.getByRole('tabpanel').getByRole('heading', { level: 2 })
    expect((await blocks.allTextContents()).slice(0, 3)).toEqual(['Relations', 'Owners', 'Properties'])
    await page.getByRole('button', { name: 'Name one' }).click()
    const form = page.getByRole('dialog', { name: 'Edit the entity' })
    await form.getByLabel('Team').fill('harbour-crew')
    await form.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('list', { name: 'Owners' }).getByText('harbour-crew').waitFor()
  })

  it('is read by those who may not change it', async () => {
    await addPerson(admin.page, jonas, 'Viewer')
    const { page } = await stage.arrive()
    await page.goto('/catalog/crew')
    await signIn(page, jonas)
    await arriveAt(page, 'Crew')
    await page
      .getByRole('row', { name: /Crew 1/ })
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: 'Add an entity' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Export', exact: true }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /^CSV/ }).click()
    expect((await saved).suggestedFilename()).toBe('catalogue.csv')
  })
})
