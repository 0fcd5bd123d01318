import { expect, it } from 'vitest'
import type { Database } from '../../src/db/pool.ts'
import type { Visit } from '../browser.ts'
import { collected } from '../collected.ts'
import { inspect } from './inspect.ts'
import { firstRun, mara } from './person.ts'
import { arriveAt, journey } from './stage.ts'

/** What reading files would have stored of a manifest in the one repository. */
async function withManifest({ pool }: Database): Promise<void> {
  const manifest = { name: 'tides', version: '2.1.0', dependencies: { moon: '1', sun: '2' } }
  await pool.query(
    `with content as (
       insert into blobs (workspace_id, oid, content, size)
       select workspace_id, $1, $2, length($2::bytea) from repositories returning workspace_id, oid)
     insert into repository_files (workspace_id, repository_id, path, oid, mode, size)
     select repositories.workspace_id, id, 'web/package.json', oid, '100644', 80 from repositories join content using (workspace_id)`,
    ['a'.repeat(40), Buffer.from(JSON.stringify(manifest))],
  )
}

journey('mappings, while they are written', (stage) => {
  let admin: Visit

  const editor = () => admin.page.getByRole('textbox', { name: 'Mapping' })
  const lines = () => editor().locator('.cm-line').allTextContents()
  const write = async (text: string) => {
    await editor().click()
    await admin.page.keyboard.press('Control+a')
    // Pasted, as people do: what is put into the page past the editor gets styles from the browser.
    await admin.page.evaluate(`(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', ${JSON.stringify(text)})
      const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true })
      document.activeElement.dispatchEvent(paste)
    })()`)
  }
  const option = (name: string) => admin.page.getByRole('option', { name, exact: false }).first()
  /** Takes what is chosen in the list; one that has just come up takes no key for a moment. */
  const take = async (name: string) => {
    await option(name).waitFor()
    await admin.page.waitForTimeout(250)
    await admin.page.keyboard.press('Enter')
  }

  it('are completed by the keyboard alone, from the first key to the last', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    await page.getByRole('navigation').getByRole('link', { name: 'Mappings' }).click()
    await arriveAt(page, 'Mappings')
    await write('# ours\n')
    await page.keyboard.type('reso')
    await take('resources')
    await page.keyboard.type('ki')
    await take('kind')
    await page.keyboard.type('pul')
    await take('pull-request')
    await page.keyboard.press('Enter')
    await page.keyboard.type('sel')
    await take('selector')
    await page.keyboard.press('Control+Space')
    await option('pullRequestQuery').waitFor()
    await inspect(page, 'mapping-completion')
    expect(await page.getByRole('option', { name: /^folders/ }).count()).toBe(0)
    await page.keyboard.type('sta')
    await take('states')
    await page.keyboard.type('MER')
    await take('MERGED')
    expect(await lines()).toEqual([
      '# ours',
      'resources:',
      '  - kind: pull-request',
      '    selector:',
      '      states:',
      '        - MERGED',
    ])
  })

  it('are completed in flow style, with blueprints and what those have', async () => {
    const { page } = admin
    await write("resources: [{kind: repository, selector: {query: 'true'}, port: {entity: {mappings: {}}}}]")
    for (let n = 0; n < 5; n += 1) await page.keyboard.press('ArrowLeft')
    await page.keyboard.type('bl')
    await take('blueprint')
    await page.keyboard.type('reposi')
    await take('repository')
    await page.keyboard.type(', pro')
    await take('properties')
    await page.keyboard.type('lang')
    await take('language')
    const [line] = await lines()
    expect(line).toContain(`{mappings: {blueprint: '"repository"', properties: {language: }}}`)
    await page.getByRole('button', { name: 'Begin with…' }).click()
    await page.getByRole('menuitem', { name: 'What is saved' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click()
    await editor().getByText('createMissingRelatedEntities').waitFor()
  })

  it('have a page for each kind, with a mapping and its blueprint', async () => {
    const { page } = admin
    await page.getByRole('link', { name: 'Kinds' }).click()
    await arriveAt(page, 'Kinds')
    await page.getByRole('tab', { name: 'project', selected: true }).waitFor()
    await page.getByText('No record of this kind is collected yet.').waitFor()
    await page
      .getByRole('region', { name: 'Blueprint', exact: true })
      .getByText('"project"', { exact: true })
      .waitFor()
    await collected(stage.windlass.database)
    await withManifest(stage.windlass.database)
    await page.getByRole('tab', { name: 'repository' }).click()
    await page.getByText('repoQuery').waitFor()
    await page.getByRole('region', { name: 'Record' }).getByText('"harbour/tide-tables"').waitFor()
    await page.getByRole('region', { name: 'Result' }).getByText('typescript').waitFor()
    await inspect(page, 'mapping-kinds')
  })

  it('have worked examples for folders and files, whose blueprints are made at a press', async () => {
    const { page } = admin
    await page.getByRole('tab', { name: 'folder' }).click()
    await page.getByRole('region', { name: 'Result' }).getByText('web', { exact: true }).first().waitFor()
    await page.getByRole('tab', { name: 'file' }).click()
    const result = page.getByRole('region', { name: 'Result' })
    await result.getByText('2.1.0').waitFor()
    expect(await result.getByRole('listitem').allTextContents()).toEqual(['moon', 'sun'])
    await page.getByText('There is no blueprint package yet.').waitFor()
    await inspect(page, 'mapping-kinds-file')
    await page.getByRole('button', { name: 'Make it' }).click()
    await page.getByText('Package is made.').waitFor()
    await page.getByRole('link', { name: 'Package' }).waitFor()
  })

  it('take what ships for a kind at their end, unsaved', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'Insert into windlass' }).click()
    await arriveAt(page, 'Mappings')
    await page.getByText('What you write is kept in this browser until you save it.').waitFor()
    await editor().click()
    await page.keyboard.press('Control+End')
    await editor().getByText('"package"').waitFor()
    await page.getByRole('button', { name: 'Test' }).click()
    await page.getByRole('tab', { name: 'file 1' }).click()
    await page.getByRole('region', { name: 'Result' }).getByText('2.1.0').waitFor()
    const { rows } = await stage.windlass.database.pool.query(
      'select max(version)::int as version from mappings',
    )
    expect(rows).toEqual([{ version: 1 }])
  })

  it('say so when nothing can be inserted', async () => {
    const { page } = admin
    await write('resources: all')
    await page.getByRole('link', { name: 'Kinds' }).click()
    await page.getByRole('button', { name: 'Insert into windlass' }).click()
    await page.getByText('It cannot be inserted.').waitFor()
    await inspect(page, 'mapping-kinds-refused')
    await page.getByRole('link', { name: 'Back to the mapping' }).click()
    await editor().getByText('resources').waitFor()
    expect(await lines()).toEqual(['resources: all'])
  })
})
