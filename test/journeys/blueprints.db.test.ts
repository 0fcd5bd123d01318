import { expect, it } from 'vitest'
import type { Visit } from '../browser.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

journey('blueprints', (stage) => {
  let admin: Visit

  const open = async (identifier: string, query = '') => {
    await admin.page.goto(`/blueprints/${identifier}${query}`)
  }
  const cell = (name: string) => admin.page.getByRole('cell', { name, exact: true })
  const entities = async () => {
    await stage.windlass.database.pool.query(
      `with made as (
         insert into entities (blueprint_id, identifier, title, properties, is_stub)
         select id, 'ship-' || n, 'Ship ' || n, jsonb_build_object('colour', 'red'), false
           from blueprints, generate_series(1, 7) n where identifier = 'ship' returning id, title, properties)
       insert into entity_sources (entity_id, origin, title, properties) select id, 'hand', title, properties from made`,
    )
  }
  const write = async (text: string) => {
    const { page } = admin
    await page.getByRole('textbox', { name: 'Blueprint' }).click()
    await page.keyboard.press('Control+a')
    // Pasted, as people do: what is put into the page past the editor gets styles from the browser.
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', ${JSON.stringify(text)})
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement.dispatchEvent(paste)
    })()`)
  }

  it('are listed, with what ships among them', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    await page.getByRole('navigation').getByRole('link', { name: 'Blueprints' }).click()
    await arriveAt(page, 'Blueprints')
    await page.getByRole('table', { name: 'Blueprints' }).getByText('pull_request').waitFor()
    await inspect(page, 'blueprints')
  })

  it('of Port are made from their templates, together', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Templates' }).click()
    const drawer = page.getByRole('dialog', { name: 'Templates' })
    expect(await drawer.getByRole('checkbox', { name: /\(repository\)/ }).isDisabled()).toBe(true)
    for (const name of [/bitbucketProject/, /bitbucketRepository/, /bitbucketPullRequest/])
      await drawer.getByRole('checkbox', { name }).check()
    await inspect(page, 'blueprints-templates')
    await drawer.getByRole('button', { name: 'Make 3 blueprints' }).click()
    await page.getByText('3 blueprints made.').waitFor()
    await page.getByRole('table', { name: 'Blueprints' }).getByText('bitbucketPullRequest').waitFor()
  })

  it('are made by their name, and written in a form', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'New blueprint' }).click()
    const drawer = page.getByRole('dialog', { name: 'New blueprint' })
    await drawer.getByLabel('Title').fill('Ship')
    await drawer.getByLabel('Identifier').fill('a ship')
    await drawer.getByRole('button', { name: 'Make it' }).click()
    admin.allow(/400.*\/api\/v1\/blueprints\b|\/api\/v1\/blueprints\b.*400/)
    await drawer
      .getByText(/It consists of letters, digits/)
      .first()
      .waitFor()
    await drawer.getByLabel('Identifier').fill('ship')
    await drawer.getByRole('button', { name: 'Make it' }).click()
    await arriveAt(page, 'Ship')
    await page.getByText('It has no properties yet').waitFor()
    await inspect(page, 'blueprint-new')

    await page.getByLabel('Name of a new property').fill('colour')
    await page.getByRole('button', { name: 'Add', exact: true }).click()
    const property = page.getByRole('dialog', { name: 'colour' })
    await property.getByLabel('Title').fill('Colour')
    for (const colour of ['red', 'blue']) {
      await property.getByLabel('Another value').fill(colour)
      await page.keyboard.press('Enter')
    }
    await property.getByRole('combobox', { name: 'Colour of red' }).click()
    await page.getByRole('option', { name: 'red', exact: true }).click()
    await inspect(page, 'blueprint-property')
    await page.keyboard.press('Escape')
    await cell('string, one of 2').waitFor()
    await page.getByText('Changed here and not saved yet.').waitFor()

    await page.getByRole('tab', { name: /^Relations/ }).click()
    await page.getByLabel('Name of a new relation').fill('home')
    await page.keyboard.press('Enter')
    const relation = page.getByRole('dialog', { name: 'home' })
    await relation.getByRole('combobox', { name: 'Leads to' }).click()
    await page.getByRole('option', { name: 'repository', exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: /^Mirrors/ }).click()
    await page.getByLabel('Name of a new mirror').fill('address')
    await page.keyboard.press('Enter')
    const mirror = page.getByRole('dialog', { name: 'address' })
    await mirror.getByLabel('Shows').fill('home.u')
    await page.getByRole('option', { name: 'home.url', exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: /^Calculations/ }).click()
    await page.getByLabel('Name of a new calculation').fill('loud')
    await page.keyboard.press('Enter')
    const calculation = page.getByRole('dialog', { name: 'loud' })
    await calculation.getByLabel('JQ').fill('.title | ascii_upcase')
    await page.keyboard.press('Escape')
    await page.getByRole('tab', { name: 'Layout' }).click()
    await page.getByRole('button', { name: 'Move Repository up' }).first().click()
    await inspect(page, 'blueprint-layout')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Ship is saved.').waitFor()
    await page.getByText('0 entities. Made here, revision 2.').waitFor()
  })

  it('say what would be lost before they are saved, and take a save back', async () => {
    const { page } = admin
    await entities()
    await open('ship')
    await cell('colour').click()
    const property = page.getByRole('dialog', { name: 'colour' })
    await property.getByRole('button', { name: 'Take out red' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Check' }).click()
    const change = page.getByRole('region', { name: 'What would change' })
    await change.getByText('colour: 7 entities hold a value that does not fit any more.').waitFor()
    await change.getByText('Ship 1, "red": it is none of blue').waitFor()
    await inspect(page, 'blueprint-impact')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const question = page.getByRole('dialog', { name: 'Save Ship all the same?' })
    await question.getByRole('button', { name: 'Save all the same' }).click()
    await page.getByText('Ship is saved.').waitFor()
    await cell('string, one of 1').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone.').waitFor()
    await cell('string, one of 2').waitFor()
  })

  it('are written as JSON, with what is wrong underlined and what is known offered', async () => {
    const { page } = admin
    await open('ship', '?tab=json')
    await page.getByText('"calculationProperties"').waitFor()
    await write(
      '{ "identifier": "ship", "titel": "Ship", "schema": { "properties": { "size": { "type": "numbr" } } } }',
    )
    await page.getByRole('button', { name: 'Check' }).click()
    const findings = page.getByRole('list', { name: 'Findings' })
    await findings.getByText('A blueprint has no titel. Did you mean title?').waitFor()
    await findings.getByText('It has to be one of string, number, boolean, array, object.').waitFor()
    await page.getByText('2 things are wrong with it: it cannot be saved.').waitFor()
    await inspect(page, 'blueprint-json')
    await page.locator('.cm-lintRange-error').first().waitFor()

    await write('{ "identifier": "ship", "schema": { "properties": { "size": { "type": "" } } } }')
    await page.keyboard.press('Control+End')
    for (let n = 0; n < 9; n += 1) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('Control+Space')
    await page.getByRole('option', { name: 'number' }).waitFor()
    await page.keyboard.type('num')
    // A list that has just come up takes no key for a moment, so that nobody chooses what they have not seen.
    await page.waitForTimeout(250)
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Blueprint' }).getByText('"number"').waitFor()
    await page.getByRole('tab', { name: 'Properties 1' }).click()
    await cell('number').waitFor()
  })

  it('ask before something unsaved is left', async () => {
    const { page } = admin
    await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click()
    const question = page.getByRole('dialog', { name: 'Discard your changes?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await arriveAt(page, 'Ship')
    await page.getByRole('navigation').getByRole('link', { name: 'Runs' }).click()
    await question.getByRole('button', { name: 'Discard' }).click()
    await arriveAt(page, 'Runs')
  })

  it('are brought in, and those that are wrong are left out and told', async () => {
    const { page } = admin
    await page.goto('/blueprints?add=import')
    const given = [
      {
        identifier: 'harbour',
        schema: { properties: {} },
        relations: { ships: { target: 'ship', many: true } },
      },
      { identifier: 'lost', schema: { properties: {} }, relations: { x: { target: 'nowhere' } } },
    ]
    await page.getByRole('textbox', { name: 'Blueprints' }).click()
    await page.keyboard.insertText(JSON.stringify(given))
    await page
      .getByRole('dialog', { name: 'Import blueprints' })
      .getByRole('button', { name: 'Import' })
      .click()
    await page.getByText('1 blueprint made, 1 not taken.').waitFor()
    await page.getByText('There is no blueprint nowhere.').waitFor()
    await inspect(page, 'blueprints-import')
  })

  it('are removed with their entities by whoever types their name, and not while others lead to them', async () => {
    const { page } = admin
    await open('ship', '?tab=general')
    await page.getByText('Relations of harbour lead to it.').waitFor()
    expect(await page.getByRole('button', { name: 'Remove' }).isDisabled()).toBe(true)
    await open('harbour', '?tab=general')
    await page.getByRole('button', { name: 'Remove' }).click()
    await page
      .getByRole('dialog', { name: 'Remove harbour?' })
      .getByRole('button', { name: 'Remove' })
      .click()
    await page.getByText('harbour is removed.').waitFor()
    await arriveAt(page, 'Blueprints')

    await open('ship', '?tab=general')
    await inspect(page, 'blueprint-general')
    await page.getByRole('button', { name: 'Remove' }).click()
    const question = page.getByRole('dialog', { name: 'Remove Ship?' })
    await question.getByText('7 entities go with it for good.').waitFor()
    await question.getByRole('textbox').fill('ship')
    await question.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Ship is removed.').waitFor()
    admin.allow(/404.*\/api\/v1\/blueprints\/ship|\/api\/v1\/blueprints\/ship.*404/)
    await open('ship')
    await page.getByText('There is no blueprint ship.').waitFor()
  })

  it('are seen by those who may not change them', async () => {
    await addPerson(admin.page, jonas, 'Viewer')
    const { page } = await stage.arrive({ scheme: 'dark' })
    await page.goto('/blueprints/pull_request')
    await signIn(page, jonas)
    await arriveAt(page, 'Pull request')
    await page.getByRole('cell', { name: 'state', exact: true }).click()
    expect(await page.getByRole('dialog', { name: 'state' }).getByLabel('Title').isDisabled()).toBe(true)
    await inspect(page, 'blueprint-viewer-dark')
    await page.keyboard.press('Escape')
    expect(await page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0)
    await page.getByRole('tab', { name: 'JSON' }).click()
    await page.getByText('"SUPERSEDED"').first().waitFor()
    await page.goto('/blueprints')
    await arriveAt(page, 'Blueprints')
    await inspect(page, 'blueprints-dark')
  })
})
