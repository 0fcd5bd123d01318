import { afterAll, describe, expect, it, vi } from 'vitest'
import { runCommand } from './run.ts'
import { openStand } from './stand.ts'

vi.setConfig({ testTimeout: 60_000 })

const { database, simulator, program, env, close } = await openStand('connect')

afterAll(close)

const run = (args: readonly string[], input?: string) => runCommand(program, args, env, input)
const json = async (args: readonly string[], input?: string) => {
  const { code, stdout } = await run([...args, '--json'], input)
  return { code, body: JSON.parse(stdout) }
}
const held = (kind: string) => {
  const found = simulator.simulation.credentials.all().find((one) => one.kind === kind)
  if (!found) throw new Error(`the simulator has no ${kind}`)
  return found
}
const slug = simulator.world.workspaces[0]?.slug ?? ''
const connecting = (alias: string, kind = 'access-token') => [
  ...['connect', '--kind', kind, '--alias', alias, '--workspace', `https://bitbucket.org/${slug}/`],
  ...['--api-url', simulator.url, '--token-stdin'],
]
const count = async (table: string) =>
  Number((await database.pool.query(`select count(*) from ${table}`)).rows[0].count)

describe('windlass connect', () => {
  it('stores nothing when the credential fails, and says how to see the same by hand', async () => {
    const failed = await run(connecting('acme'), 'not-a-token-of-anybody\n')
    expect(failed.code).toBe(1)
    expect(failed.stdout).toContain('Nothing was stored.')
    expect(failed.stdout).toContain('invalid_credentials')
    expect(failed.stdout).toContain(`'${simulator.url}/2.0/repositories/${slug}?pagelen=1'`)
    expect(failed.stdout + failed.stderr).not.toContain('not-a-token')
    expect(await count('connections')).toBe(0)
    expect(await count('secrets')).toBe(0)
  })

  it('connects with an access token, which nobody sees again', async () => {
    const token = held('workspace_access_token').secret
    const { code, body } = await json(connecting('acme'), `${token}\n`)
    expect(code).toBe(0)
    expect(body).toMatchObject({
      ...{ connected: true, alias: 'acme', is_default: true, api_url: `${simulator.url}/2.0` },
      workspaces: [{ slug }],
      reads_with: [{ kind: 'access_token', last_four: token.slice(-4) }],
      checks: [{ verdict: { outcome: 'ok' } }],
    })
    const { rows } = await database.pool.query(
      `select actor_kind, subject_name, after from audit_log where action = 'connection.create'`,
    )
    expect(rows).toMatchObject([
      { actor_kind: 'command_line', subject_name: 'acme', after: { alias: 'acme' } },
    ])
    expect(JSON.stringify([body, rows])).not.toContain(token)
    const { rows: stored } = await database.pool.query('select health, scopes from credentials')
    expect(stored).toMatchObject([{ health: 'ok', scopes: expect.arrayContaining(['pullrequest']) }])
  })

  it('refuses an alias that is taken before it asks Bitbucket, and a workspace that is read already', async () => {
    simulator.ledger.reset()
    const own = held('api_token')
    const again = await run(connecting('acme'), held('workspace_access_token').secret)
    expect(again).toMatchObject({ code: 1 })
    expect(again.stderr).toContain('alias: belongs to another connection')
    expect(simulator.ledger.entries()).toEqual([])
    const other = await run([...connecting('other', 'api-token'), '--email', own.email ?? ''], own.secret)
    expect(other).toMatchObject({ code: 1 })
    expect(other.stderr).toContain('is read by the connection acme')
    expect(await count('connections')).toBe(1)
  })

  it('names the kinds when a token is of another', async () => {
    const wrong = await run(connecting('other'), held('api_token').secret)
    expect(wrong).toMatchObject({ code: 2, stdout: '' })
    expect(wrong.stderr).toContain('This is an API token, not an access token.')
  })
})

describe('windlass connect with patterns', () => {
  it('says how many repositories meet them', async () => {
    const other = simulator.world.workspaces[1]?.slug ?? ''
    const { email, secret } = held('api_token')
    const options = ['--kind', 'api-token', '--email', email ?? '', '--workspace', other, '--token-stdin']
    const connecting = ['connect', '--alias', 'few', ...options, '--api-url', simulator.url]
    const none = await run([...connecting, '--include', 'no-such-*'], secret)
    expect(none.stdout).toMatch(
      /^Connected few to \S+ None of its 1 repositories is collected: no name meets/,
    )
    await database.pool.query(`delete from connections where alias = 'few'`)
    await database.pool.query('delete from workspaces where connection_id is null')
    const all = await json([...connecting, '--exclude', 'no-such-*'], secret)
    expect(all.body).toMatchObject({ repositories: { listed: 1, wanted: 1 }, exclude: ['no-such-*'] })
    await database.pool.query(`delete from connections where alias = 'few'`)
  })
})

describe('windlass connections', () => {
  it('lists what each reads and with what, as it was said when it was connected', async () => {
    const { body } = await json(['connections'])
    expect(body.connections).toMatchObject([
      {
        ...{ alias: 'acme', is_default: true, include: null, auto_add: true, frequency_minutes: 180 },
        workspaces: [{ slug }],
        credentials: [{ kind: 'access_token', health: 'ok', shared: [] }],
      },
    ])
    const own = held('api_token')
    const empty = await run(
      [...connecting('apart', 'api-token'), '--email', own.email ?? '', '--include', 'a b'],
      own.secret,
    )
    expect(empty).toMatchObject({ code: 2 })
    expect(empty.stderr).toContain('A pattern is the name of a repository')
    await database.pool.query(`update connections set include = '{shop-*}', cron = '0 6 * * *'`)
    const { stdout } = await run(['connections'])
    expect(stdout).toMatch(/^acme \(default\) +active +\S+ +shop-\* +183 days back +git +0 6 \* \* \*$/m)
    await database.pool.query('update connections set include = null, cron = null')
  })
})

describe('windlass verify', () => {
  it('tries the stored credentials, and remembers one that was rejected', async () => {
    expect(await json(['verify'])).toMatchObject({
      code: 0,
      body: { connections: [{ alias: 'acme', ok: true }] },
    })
    const token = held('workspace_access_token')
    token.revoked = true
    const refused = await run(['verify', 'acme'])
    token.revoked = false
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('invalid_credentials')
    const { rows } = await database.pool.query('select health from credentials')
    expect(rows).toEqual([{ health: 'rejected' }])
    expect((await run(['verify', 'acme'])).code).toBe(0)
  })
})

describe('windlass status', () => {
  it('ends with 3 while a gap remains', async () => {
    const well = await json(['status'])
    expect(well).toMatchObject({
      code: 0,
      body: {
        connections: [{ alias: 'acme', state: 'active', last_run: null, gaps: { count: 0, list: [] } }],
      },
    })
    await database.pool.query(
      `insert into gaps (workspace_id, stream, reason, status) select id, 'members', 'source_forbidden', 403 from workspaces`,
    )
    const gap = await run(['status', 'acme'])
    expect(gap.code).toBe(3)
    expect(gap.stdout).toMatch(/members +source_forbidden \(403\)/)
    await database.pool.query('delete from gaps')
    expect((await run(['status', 'nobody'])).stderr).toContain('No connection is called nobody.')
  })
})

describe('windlass sql', () => {
  it('answers with columns and rows, and says when there are more', async () => {
    const query = 'select n, n * 0.5 as half from generate_series(1, 5) n'
    expect(await json(['sql', query, '--rows', '2'])).toEqual({
      code: 0,
      body: {
        columns: ['n', 'half'],
        rows: [
          [1, '0.5'],
          [2, '1.0'],
        ],
        more: true,
      },
    })
    expect((await run(['sql', 'select alias from connections'])).stdout).toBe('alias\nacme\n')
  })

  it.each([
    [
      'with gone as (delete from connections returning 1) select * from gone',
      /DECLARE CURSOR must not contain data-modifying/,
    ],
    ['select 1; commit; delete from connections', /cannot insert multiple commands/],
    [
      `select set_config('transaction_read_only', 'off', false)`,
      /cannot set transaction read-write mode|must be set before any query/,
    ],
    [`select nextval('connections_id_seq')`, /read-only transaction/],
    ['delete from connections', /syntax error/],
    ['select nonsense', /column "nonsense" does not exist/],
  ])('refuses %s', async (query, reason) => {
    const refused = await run(['sql', query])
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(reason)
    expect(await count('connections')).toBe(1)
  })

  it('ends a query that takes too long', async () => {
    const slow = await run(['sql', 'select pg_sleep(20)', '--timeout', '1'])
    expect(slow.stderr).toMatch(/statement timeout/)
  })
})
