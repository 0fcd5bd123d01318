import { expect, it } from 'vitest'
import type { Visit } from '../browser.ts'
import { collected } from '../collected.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

journey('mappings', (stage) => {
  let admin: Visit

  const editor = () => admin.page.getByRole('textbox', { name: 'Mapping' })
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

  it('begin with one that ships, before anything is collected', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    await page.getByRole('navigation').getByRole('link', { name: 'Mappings' }).click()
    await arriveAt(page, 'Mappings')
    await editor().getByText('createMissingRelatedEntities').first().waitFor()
    await page.getByText('Test shows what five records of each resource become.').waitFor()
    await inspect(admin.page, 'mappings-new')
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText('Nothing that it is about has been collected yet.').waitFor()
    await page.getByText('No such records are collected').waitFor()
    await page.getByRole('link', { name: 'See what is collected' }).waitFor()
  })

  it('show what real records become', async () => {
    const { page } = admin
    await collected(stage.windlass.database)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText('Of 4 records 4 mapped, 0 left out, 0 in error.').waitFor()
    await page.getByRole('tab', { name: 'repository 1' }).click()
    const result = page.getByRole('region', { name: 'Result' })
    await result.getByText('harbour/tide-tables').waitFor()
    await result.getByText('<script>document.title=2</script>').waitFor()
    await page.getByRole('region', { name: 'Record' }).getByText('"mainbranch"').waitFor()
    await inspect(admin.page, 'mappings-tried')
    await page.getByRole('tab', { name: 'pull-request 2' }).click()
    const second = page.getByRole('button', { name: 'Spring tides 1 Mapped' })
    await second.click()
    await result.getByText('11111111-0000-4000-8000-000000000002/1', { exact: true }).waitFor()
    expect(new URL(page.url()).searchParams.get('record')).toBe('1')
    expect(await page.title()).toContain('Mappings')
  })

  it('say what is wrong, where, and what would be better', async () => {
    const { page } = admin
    const mapping = (identifier: string) => `resources:
  - kind: repository
    selector: {query: 'true'}
    port: {entity: {mappings: {identifier: ${identifier}, blueprint: '"r"', properties: {lines: .name.lines}}}}
`
    await write(mapping('.uuid |'))
    await page.keyboard.press('Control+Enter')
    await page.getByText('One thing is wrong with it: nothing was mapped.').waitFor()
    const findings = page.getByRole('list', { name: 'Findings' })
    await findings.getByText(/jq does not take it/).waitFor()
    await findings.getByText(/^Line 4, column \d+: resources\[0\]/).waitFor()
    await inspect(admin.page, 'mappings-wrong')

    await write(mapping('.name'))
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText('Of 1 record 0 mapped, 0 left out, 1 in error.').waitFor()
    await findings.getByText('.uuid[1:-1]').waitFor()
    await page
      .getByRole('list', { name: 'Errors' })
      .getByText(/^properties\.lines: /)
      .waitFor()
    await inspect(admin.page, 'mappings-errored')
  })

  it('are kept in the browser until another begins', async () => {
    const { page } = admin
    await page.reload()
    await editor().getByText('.name.lines').waitFor()
    await page.getByRole('button', { name: 'Begin with…' }).click()
    await page.getByRole('menuitem', { name: /^port/ }).click()
    const question = page.getByRole('dialog', { name: 'Begin with the mapping port?' })
    await question.getByRole('button', { name: 'Cancel' }).click()
    await editor().getByText('.name.lines').waitFor()
    await page.getByRole('button', { name: 'Begin with…' }).click()
    await page.getByRole('menuitem', { name: /^port/ }).click()
    await question.getByRole('button', { name: 'Replace' }).click()
    await editor().getByText('bitbucketProject').waitFor()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByText('Of 4 records 4 mapped, 0 left out, 0 in error.').waitFor()
  })

  it('are mended at a press', async () => {
    const { page } = admin
    await write(`resources:
  - kind: repository
    selector: {query: 'true'}
    port: {entity: {mappings: {identifier: .name, blueprint: '"repository"'}}}
`)
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('button', { name: 'Put in .uuid[1:-1]' }).click()
    await editor().getByText(`'.uuid[1:-1]'`).waitFor()
    await page.getByRole('button', { name: 'Test', exact: true }).click()
    await page.getByRole('list', { name: 'Findings' }).waitFor({ state: 'detached' })
    await page.getByText('Our own engine answered every expression.').waitFor()
  })

  it('say what saving would change, are saved, and brought back', async () => {
    const { page } = admin
    await page.getByRole('button', { name: 'What would change' }).click()
    await page.getByRole('tab', { name: 'What would change', selected: true }).waitFor()
    await page.getByText(/^Of 1 record: 0 entities would be created, 1 changed, 3 removed;/).waitFor()
    const table = page.getByRole('table', { name: 'What would change' })
    await table.getByText('Spring tides 1').waitFor()
    await inspect(page, 'mappings-change')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const question = page.getByRole('dialog', { name: 'Save version 2 of windlass?' })
    await question.getByText(/3 removed/).waitFor()
    await inspect(page, 'mappings-save')
    await question.getByRole('button', { name: 'Cancel' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await question.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Version 2 is saved, and maps everything.').waitFor()
    await page.getByText(/^Version 2: 1 mapped, 0 left out, 0 in error/).waitFor()
    // All of a kind at once is more than it lets go.
    await page
      .getByText('2 of 2 that windlass made of the kind pull-request have no record any more')
      .waitFor()
    await inspect(page, 'mappings-held')

    await page.getByRole('tab', { name: 'Versions' }).click()
    const versions = page.getByRole('list', { name: 'Versions' })
    await versions.getByText('Version 2, in use').waitFor()
    await versions.getByRole('button', { name: 'Look' }).last().click()
    await page.getByRole('textbox', { name: 'Version 1' }).waitFor()
    await inspect(page, 'mappings-versions')
    await versions.getByRole('button', { name: 'Bring back' }).click()
    await page.getByRole('dialog', { name: 'Bring version 1 of windlass back?' }).waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Bring back' }).click()
    await page.getByText('Version 1 is in use again, as version 3.').waitFor()
    await page.getByText(/^Version 3: 4 mapped, 0 left out, 0 in error/).waitFor()
    await page.getByText(/^2 of 2 that windlass made/).waitFor({ state: 'detached' })
    await editor().getByText('createMissingRelatedEntities').first().waitFor()
  })

  it('are made beside the one that ships, and show the records in error', async () => {
    const { page } = admin
    await page.getByRole('combobox', { name: 'Mapping' }).click()
    await page.getByRole('option', { name: 'New mapping…' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('tides')
    await write(`resources:
  - kind: pull-request
    selector: {query: 'true'}
    port: {entity: {mappings: {identifier: '.id | tostring', blueprint: '"nothing"'}}}
`)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    const question = page.getByRole('dialog', { name: 'Save the mapping tides?' })
    await question.getByText(/2 records would be in error/).waitFor()
    await question.getByRole('button', { name: 'Save' }).click()
    await page.getByText('tides is saved, and maps everything.').waitFor()
    await page.getByRole('tab', { name: 'Records 2' }).click()
    await page.getByText('blueprint: there is no blueprint nothing').first().waitFor()
    await inspect(page, 'mappings-records')

    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Switch off' }).click()
    await page.getByText('tides is off. What it made stays.').waitFor()
    await page.getByText('tides is off: what it made stays as it was.').waitFor()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    const removal = page.getByRole('dialog', { name: 'Remove the mapping tides?' })
    await removal.getByRole('textbox').fill('tides')
    await removal.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('tides is removed. It said something of 0 entities.').waitFor()
    await page.getByText(/^Version 3: 4 mapped/).waitFor()
  })

  it('are for those who may change the catalogue', async () => {
    await addPerson(admin.page, jonas, 'Viewer')
    const { page } = await stage.arrive({ scheme: 'dark' })
    await page.goto('/mappings')
    await signIn(page, jonas)
    await page.getByText('Your role does not allow this page.').waitFor()
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Mappings' }).count()).toBe(0)
  })
})
