import { expect, it } from 'vitest'
import type { Database } from '../../src/db/pool.ts'
import { expectAccessible, type Visit } from '../browser.ts'
import { inspect } from './inspect.ts'
import { addPerson, firstRun, jonas, mara, signIn } from './person.ts'
import { arriveAt, journey } from './stage.ts'

/** A connection that nothing is read from, with a webhook and a repository. The worker ignores what is replayed of the events that tell nothing. */
async function connected({ pool }: Database): Promise<void> {
  await pool.query(`
    with connected as (
      insert into connections (connector, alias, api_url, cron)
      values ('bitbucket-cloud', 'Harbour', 'https://example.com/2.0', '0 0 1 1 *') returning id),
    started as (
      insert into sync_runs (connection_id, cause, state, started_at, ended_at)
      select id, 'person', 'complete', now(), now() from connected),
    read as (
      insert into workspaces (connection_id, uuid, slug, name)
      select id, gen_random_uuid(), 'harbour', 'Harbour' from connected returning id, connection_id),
    stored as (
      insert into repositories (workspace_id, uuid, slug, name)
      select id, gen_random_uuid(), 'tide-tables', 'Tide tables' from read)
    insert into webhooks (workspace_id, connection_id, state) select id, connection_id, 'registered' from read`)
}

interface Made {
  readonly event: string
  readonly state?: string
  readonly subject?: string
  readonly ago?: string
  readonly effects?: object
  readonly changed?: number
  readonly requests?: number
  readonly error?: string
  readonly body?: object
}

async function arrive({ pool }: Database, { event, state = 'done', ago = '4 minutes', ...more }: Made) {
  await pool.query(
    `insert into deliveries (webhook_id, workspace_id, repository_id, request_uuid, event, attempt, body, state, subject,
                             received_at, settled_at, changed, requests, effects, error, tries)
     select webhooks.id, webhooks.workspace_id, repositories.id, gen_random_uuid(), $1, 1, $2, $3, $4,
            now() - $5::interval, now() - $5::interval + interval '420 milliseconds', $6, $7, $8, $9,
            case when $3 = 'dead' then 5 else 0 end
       from webhooks join repositories on repositories.workspace_id = webhooks.workspace_id`,
    [
      ...[event, Buffer.from(JSON.stringify(more.body ?? { event })), state, more.subject ?? null, ago],
      ...[more.changed ?? null, more.requests ?? null, more.effects ? JSON.stringify(more.effects) : null],
      more.error ?? null,
    ],
  )
}

const pullRequest = {
  repository: { full_name: 'harbour/tide-tables', uuid: '{0d8c8d4e-1a2b-4c3d-8e4f-5a6b7c8d9e0f}' },
  pullrequest: { id: 17, title: 'Compute spring tides', state: 'OPEN', reviewers: [] },
  links: { clone: 'https://x-token-auth:hidden-in-here@bitbucket.org/harbour/tide-tables.git' },
  token: 'also-hidden',
}

journey('deliveries', (stage) => {
  let admin: Visit
  const table = () => admin.page.getByRole('table', { name: 'Deliveries' })

  it('say how webhooks are turned on, before any has come', async () => {
    admin = await stage.arrive()
    const { page } = admin
    await firstRun(page, stage.windlass.setupCode, mara)
    await addPerson(page, jonas, 'Viewer')
    await page.getByRole('navigation').getByRole('link', { name: 'Deliveries' }).click()
    await arriveAt(page, 'Deliveries')
    await page.getByText('No delivery yet.').waitFor()
    await page.getByRole('link', { name: 'Open integrations' }).waitFor()
    await inspect(admin.page, 'deliveries-none')
  })

  it('appear by themselves, with what they changed in words', async () => {
    const { database } = stage.windlass
    await connected(database)
    for (let n = 9; n > 0; n -= 1) {
      await arrive(database, {
        ...{ event: 'repo:push', subject: 'push to main', ago: `${n * 20} minutes`, changed: 0, requests: 1 },
        effects: { tables: {}, read: ['git'] },
      })
    }
    await arrive(database, { event: 'repo:fork', state: 'unknown', ago: '12 minutes' })
    await arrive(database, {
      ...{ event: 'pullrequest:updated', subject: 'pull request 17', changed: 3, requests: 0 },
      ...{ effects: { tables: { pull_requests: 1, reviewers: 2 }, read: [] }, body: pullRequest },
    })
    await arrive(database, {
      ...{ event: 'pullrequest:fulfilled', state: 'dead', subject: 'pull request 12', ago: '1 minute' },
      error: 'The record of pull request 12 has no author, and there is no rule for that.',
    })
    await table().getByText('1 pull request, 2 reviewers, 0 requests').waitFor()
    await table().getByText('Nothing new, 1 request').first().waitFor()
    await table().getByText('Tells nothing that is collected').waitFor()
    await admin.page.getByText('1 dead letter waits for you').waitFor()
    await inspect(admin.page, 'deliveries')
  })

  it('are filtered by the address and by text, in payloads too when that is asked for', async () => {
    const { page } = admin
    await page.getByRole('link', { name: /^Dead/ }).click()
    await page.waitForURL(/state=dead/)
    await page.getByText('1 row').waitFor()
    await page.goto('/deliveries?event=pullrequest:')
    await page.getByText('2 rows').waitFor()
    await page.goto('/deliveries?q=spring+tides')
    await page.getByText('Nothing matches the filters.').waitFor()
    await page.getByText('More filters').click()
    await page.getByRole('switch', { name: 'Search payloads too' }).check({ force: true })
    await page.getByText('All 12 payloads were looked through.').waitFor()
    await table().getByText('pull request 17').waitFor()
    await page.goto('/deliveries')
    await page.getByText('More filters').click()
    await page.getByLabel('Repository', { exact: true }).fill('nowhere')
    await page.getByText('Nothing came from there, or at that time.').waitFor()
    await page.getByRole('button', { name: 'Any repository and time' }).click()
    await page.getByText('12 rows').waitFor()
  })

  it('show their payload without its secrets, and what they changed', async () => {
    const { page } = admin
    await page.goto('/deliveries')
    await table().getByText('pull request 17').click()
    const drawer = page.getByRole('dialog', { name: /^Delivery \d+$/ })
    await drawer.getByRole('region', { name: 'What it changed' }).getByText('reviewers').waitFor()
    const payload = drawer.getByRole('region', { name: 'Payload' })
    await payload.getByText('2 masked, because they may be secret').waitFor()
    await payload.getByText('Compute spring tides').waitFor()
    expect(await drawer.textContent()).not.toContain('hidden')
    await inspect(admin.page, 'delivery')
  })

  it('stand still while somebody looks', async () => {
    const { page } = admin
    await arrive(stage.windlass.database, {
      event: 'repo:commit_comment_created',
      state: 'unknown',
      ago: '0 seconds',
    })
    await page.waitForTimeout(5_000)
    expect(await table().getByText('repo:commit_comment_created').count()).toBe(0)
    await page.keyboard.press('Escape')
    await table().getByText('repo:commit_comment_created').waitFor()
  })

  it('are replayed one by one, or some that were chosen', async () => {
    const { page } = admin
    await page.goto('/deliveries?event=repo:commit_comment_created')
    await table().getByText('repo:commit_comment_created').click()
    const drawer = page.getByRole('dialog', { name: /^Delivery \d+$/ })
    await drawer.getByRole('button', { name: 'Replay', exact: true }).click()
    await page.getByText('1 delivery is replayed.').waitFor()
    await drawer.getByText('Replayed', { exact: true }).waitFor()
    await page.goto('/deliveries?event=repo:fork')
    await page.getByRole('checkbox', { name: 'Select all rows' }).check()
    await inspect(admin.page, 'deliveries-chosen')
    await page.getByRole('button', { name: 'Replay 1 delivery' }).click()
    await page
      .getByRole('dialog', { name: 'Replay 1 delivery?' })
      .getByRole('button', { name: 'Replay' })
      .click()
    await page.getByText('1 delivery is replayed.').waitFor()
  })

  it('are replayed from one moment to another, with their number told before', async () => {
    const { page } = admin
    await page.goto('/deliveries?event=repo:&state=unknown')
    await page.getByText('2 rows').waitFor()
    await page.getByRole('button', { name: 'Replay a range' }).click()
    const dialog = page.getByRole('dialog', { name: 'Replay a range' })
    await dialog.getByText('Only those that the page shows: event repo:, state ignored.').waitFor()
    await dialog.getByText('2 deliveries can be replayed').waitFor()
    await inspect(admin.page, 'deliveries-range')
    await dialog.getByRole('button', { name: 'Replay 2 deliveries' }).click()
    await page.getByText('2 deliveries are replayed.').waitFor()
    await dialog.waitFor({ state: 'detached' })
  })

  it('that are dead stand on Home, tell why, and are replayed together', async () => {
    const { page } = admin
    await page.goto('/')
    const needs = page.getByRole('region', { name: 'Needs attention' })
    await needs.getByText('1 delivery of Harbour failed again and again').waitFor()
    await needs.getByRole('link', { name: 'Deliveries' }).click()
    await page.waitForURL(/deliveries\?state=dead&connection=\d+$/)
    await table().getByText('pull request 12', { exact: true }).click()
    const drawer = page.getByRole('dialog', { name: /^Delivery \d+$/ })
    await drawer.getByRole('region', { name: 'Why it failed' }).getByText('has no author').waitFor()
    await inspect(admin.page, 'delivery-dead')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Replay the dead letter' }).click()
    const question = page.getByRole('dialog', { name: 'Replay the dead letter?' })
    await question.getByRole('button', { name: 'Replay' }).click()
    await page.getByText('1 delivery is replayed.').waitFor()
    const { rows } = await stage.windlass.database.pool.query(
      `select count(*)::integer as replays from audit_log where action = 'delivery.replay'`,
    )
    expect(rows[0].replays).toBe(4)
  })

  it('are counted by event, with what was refused', async () => {
    const { page } = admin
    await stage.windlass.database.pool.query(
      `insert into webhook_refusals (hour, reason, refused) values (date_trunc('hour', now()), 'bad_signature', 31)`,
    )
    await page.goto('/deliveries?tab=day')
    await page
      .getByRole('table', { name: 'Refused requests' })
      .getByText('Signed with another secret')
      .waitFor()
    await page.getByRole('table', { name: 'Events' }).getByText('repo:push').waitFor()
    await inspect(admin.page, 'deliveries-day')
  })

  it('are there for a viewer to look at, and for others to replay', async () => {
    const { page } = await stage.arrive({ scheme: 'dark' })
    await page.goto('/deliveries')
    await signIn(page, jonas)
    await page.getByRole('table', { name: 'Deliveries' }).getByText('pull request 17').click()
    const drawer = page.getByRole('dialog', { name: /^Delivery \d+$/ })
    expect(await drawer.getByRole('button', { name: 'Replay', exact: true }).isDisabled()).toBe(true)
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    expect(await page.getByRole('checkbox', { name: 'Select all rows' }).count()).toBe(0)
    expect(await page.getByRole('button', { name: 'Replay a range' }).isDisabled()).toBe(true)
  })
})
