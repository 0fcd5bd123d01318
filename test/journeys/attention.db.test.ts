import { expect, it } from 'vitest'
import type { Database } from '../../src/db/pool.ts'
import type { Visit } from '../browser.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

/** A connection that nothing is read from, with one of everything that needs somebody. */
async function needy({ pool }: Database): Promise<void> {
  await pool.query(`
    with connected as (
      insert into connections (connector, alias, api_url, cron)
      values ('bitbucket-cloud', 'Harbour', 'https://example.com/2.0', '0 0 1 1 *') returning id),
    started as (
      insert into sync_runs (connection_id, cause, state, started_at, ended_at)
      select id, 'person', 'complete', now(), now() from connected),
    sealed as (
      insert into credentials (connection_id, kind, label, identity, health, health_detail)
      select id, 'access_token', 'Main', 'main', 'rejected', 'Bitbucket answers 401.' from connected),
    read as (
      insert into workspaces (connection_id, uuid, slug, name)
      select id, gen_random_uuid(), 'harbour', 'Harbour' from connected returning id),
    missing as (
      insert into gaps (workspace_id, stream, reason, status)
      select id, 'projects', 'source_forbidden', 403 from read),
    named as (
      insert into projects (workspace_id, uuid, key, name)
      select id, gen_random_uuid(), 'P' || n, 'Pier ' || n from read, generate_series(1, 24) as n
      returning workspace_id, uuid)
    insert into held_removals (workspace_id, stream, keys, known, first_at)
    select workspace_id, 'projects', array_agg(uuid::text), 30, now() - interval '2 days'
      from named group by workspace_id`)
}

journey('what needs attention', (stage) => {
  let admin: Visit

  it('is nothing on the first day', async () => {
    admin = await stage.arrive()
    await firstRun(admin.page, stage.windlass.setupCode, mara)
    await admin.page.getByText('All is well').waitFor()
    expect(await admin.page.getByRole('region', { name: 'Needs attention' }).count()).toBe(0)
    await addPerson(admin.page, jonas, 'Viewer')
  })

  it('stands on Home in a sentence each, the most pressing first', async () => {
    const { page } = admin
    await needy(stage.windlass.database)
    await page.goto('/')
    const needs = page.getByRole('region', { name: 'Needs attention' })
    await needs.getByText('The credential Main of Harbour is refused.').waitFor()
    const lines = await needs.getByRole('listitem').allTextContents()
    expect(lines).toEqual([
      expect.stringContaining('Bitbucket answers 401.'),
      expect.stringContaining('A listing of Harbour lacks so much'),
      expect.stringContaining('1 part of Harbour could not be read.'),
    ])
    expect(await page.getByText('All is well').count()).toBe(0)
    await inspect(admin.page, 'home-attention')
  })

  it('leads to the page where it is mended', async () => {
    const { page } = admin
    const needs = page.getByRole('region', { name: 'Needs attention' })
    for (const [link, address] of [
      ['Credentials', /integrations\?connection=\d+&tab=credentials$/],
      ['Gaps', /gaps\?connection=\d+$/],
      ['Held removals', /gaps\?tab=held&connection=\d+$/],
    ] as const) {
      await page.goto('/')
      await needs.getByRole('link', { name: link }).click()
      await page.waitForURL(address)
    }
  })

  it('shows a viewer what a listing lacks, and leaves the decision to others', async () => {
    const { page } = await stage.arrive()
    await page.goto('/gaps?tab=held')
    await signIn(page, jonas)
    await page.getByRole('table', { name: 'Held removals' }).getByText('24 of 30').click()
    const drawer = page.getByRole('dialog', { name: 'Held removal' })
    await drawer.getByText('And 4 more.').waitFor()
    expect(await drawer.getByRole('button', { name: /gone|Keep/ }).count()).toBe(0)
  })

  it('is told what follows before it decides, and may decide otherwise later', async () => {
    const { page } = admin
    await arriveAt(page, 'Gaps')
    await inspect(admin.page, 'held')
    await page.getByRole('table', { name: 'Held removals' }).getByText('Waits for a decision').click()
    const drawer = page.getByRole('dialog', { name: 'Held removal' })
    await drawer.getByText('Pier 7', { exact: true }).waitFor()
    await inspect(admin.page, 'held-one')
    await drawer.getByRole('button', { name: 'They are gone' }).click()
    const question = page.getByRole('dialog', { name: 'Are these 24 projects gone?' })
    await question.getByText('The next two listings of harbour that lack them').waitFor()
    await inspect(admin.page, 'held-question')
    await question.getByRole('button', { name: 'Cancel' }).click()
    await drawer.getByRole('button', { name: 'Keep them' }).click()
    await page
      .getByRole('dialog', { name: 'Keep these 24 projects?' })
      .getByRole('button', { name: 'Keep them' })
      .click()
    await drawer.getByText('They stay', { exact: true }).waitFor()
    await drawer.getByRole('button', { name: 'They are gone' }).waitFor()
    expect(await drawer.getByRole('button', { name: 'Keep them' }).count()).toBe(0)
  })

  it('is settled on Home then, and in the audit log', async () => {
    const { page } = admin
    await page.goto('/')
    const needs = page.getByRole('region', { name: 'Needs attention' })
    await needs.getByText('could not be read').waitFor()
    expect(await needs.getByRole('link', { name: 'Held removals' }).count()).toBe(0)
    await page.getByText('Mara Lindqvist decided about the missing projects of harbour').waitFor()
  })
})
