import { expect, it } from 'vitest'
import { deflate } from '../../src/db/payload.ts'
import type { Database } from '../../src/db/pool.ts'
import type { Visit } from '../browser.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

const project = { uuid: '{11111111-0000-4000-8000-000000000001}', key: 'SEA', name: 'Sea' }
const repository = {
  ...{ uuid: '{11111111-0000-4000-8000-000000000002}', name: 'Tide tables', slug: 'tide-tables' },
  ...{ full_name: 'harbour/tide-tables', language: 'typescript', mainbranch: { name: 'main' }, project },
  description: '<img src=x onerror="document.title=1"> and <script>document.title=2</script>',
}
const pullRequest = (id: number, title: string) => ({
  ...{
    id,
    title,
    state: 'OPEN',
    created_on: '2026-11-01T08:00:00.1+00:00',
    updated_on: '2026-11-02T08:00:00.1+00:00',
  },
  ...{ author: { display_name: 'Jonas', uuid: '{11111111-0000-4000-8000-000000000003}' } },
  ...{ reviewers: [], participants: [], destination: { repository, branch: { name: 'main' } } },
})

/** What a sync would have stored of one small workspace. */
async function collected({ pool }: Database): Promise<void> {
  const bare = ({ uuid }: { uuid: string }) => uuid.slice(1, -1)
  await pool.query(
    `with connected as (
       insert into connections (connector, alias, api_url, cron)
       values ('bitbucket-cloud', 'Harbour', 'https://example.com/2.0', '0 0 1 1 *') returning id),
     read as (
       insert into workspaces (connection_id, uuid, slug, name)
       select id, gen_random_uuid(), 'harbour', 'Harbour' from connected returning id)
     insert into projects (workspace_id, uuid, key, name) select id, $1, 'SEA', 'Sea' from read`,
    [bare(project)],
  )
  await pool.query(
    `insert into repositories (workspace_id, uuid, slug, name) select id, $1, 'tide-tables', 'Tide tables' from workspaces`,
    [bare(repository)],
  )
  await pool.query(
    `insert into pull_requests (workspace_id, repository_id, id, title, state, created_on, updated_on)
     select workspace_id, id, n, 'Spring tides ' || n, 'OPEN', now(), now() from repositories, generate_series(1, 2) n`,
  )
  const stored = `insert into raw_records (workspace_id, repository_id, stream, key, shape, projection_version, payload, hash)
    select workspace_id, case when $1 = 'pull_requests' then id end, $1, $2, 'list', 1, $3, '' from repositories`
  await pool.query(stored, ['projects', bare(project), deflate(project)])
  await pool.query(stored, ['repositories', bare(repository), deflate(repository)])
  for (const n of [1, 2])
    await pool.query(stored, ['pull_requests', String(n), deflate(pullRequest(n, `Spring tides ${n}`))])
}

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
    await page.getByRole('button', { name: 'Test' }).click()
    await page.getByText('Nothing that it is about has been collected yet.').waitFor()
    await page.getByText('No such records are collected').waitFor()
    await page.getByRole('link', { name: 'See what is collected' }).waitFor()
  })

  it('show what real records become', async () => {
    const { page } = admin
    await collected(stage.windlass.database)
    await page.getByRole('button', { name: 'Test' }).click()
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
    await page.getByRole('button', { name: 'Test' }).click()
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
    await page.getByRole('button', { name: 'Test' }).click()
    await page.getByText('Of 4 records 4 mapped, 0 left out, 0 in error.').waitFor()
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
