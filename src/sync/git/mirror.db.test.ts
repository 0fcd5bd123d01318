import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Repository } from '../../../simulator/world/model.ts'
import { temporaryDirectory, testDatabase } from '../../../test/postgres.ts'
import { type Running, start } from '../../../test/simulator/harness.ts'
import {
  byText,
  expectOracle as expectFacts,
  oracleOf,
  pick,
  table,
} from '../../../test/sync/mirror-facts.ts'
import { readConfig } from '../../config.ts'
import type { Database } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { sumOf } from '../counts.ts'
import type { OpenCredential } from '../http/credential.ts'
import { claimSlices, type Slice } from '../slice.ts'
import { remoteEnvironment } from './environment.ts'
import { fetchBlobs, mirrorDirectory, openMirror, withMirror } from './mirror.ts'
import { resolverFor } from './resolve.ts'
import { missingOf } from './sizes.ts'
import { type MirrorOptions, syncContents, syncMirror } from './sync-mirror.ts'

let database: Database
let running: Running
let data: string
let actor: string
const slices = new Map<string, Slice>()
const loopback = readConfig({}, { allowPrivateHosts: '127.0.0.1' })

beforeAll(async () => {
  database = await testDatabase()
  running = await start()
  data = temporaryDirectory()
})
beforeEach(async () => {
  await running.control('/faults', { method: 'DELETE' })
  await running.control('/ledger', { method: 'DELETE' })
  await sql`truncate ledger, credential_parks`.execute(database.kysely)
})
afterAll(async () => {
  await running?.stop()
  await database?.close()
})

function credential(changes: Partial<OpenCredential> = {}): OpenCredential {
  const held = { id: '1', identity: 'token', email: null, reservedFor: null }
  return { ...held, kind: 'access_token', secret: running.token, ...changes }
}

/** A slice that this test holds, in a workspace and repository of their own. */
async function sliceOf(place: Repository): Promise<Slice> {
  const known = slices.get(place.uuid)
  if (known) return known
  const uuid = (text: string) => text.replace(/[{}]/g, '')
  const [workspace] = running.simulator.world.workspaces
  const { rows } = await sql<{ workspace: string; repository: string }>`
    with workspace as (
      insert into workspaces (uuid, slug, name) values (${uuid(workspace?.uuid ?? '')}, ${workspace?.slug}, 'w')
      on conflict (uuid) do update set name = 'w' returning id),
    repository as (
      insert into repositories (workspace_id, uuid, slug, name)
      select id, ${uuid(place.uuid)}, ${place.slug}, ${place.name} from workspace returning id)
    select workspace.id as workspace, repository.id as repository from workspace, repository`.execute(
    database.kysely,
  )
  await sql`insert into slices (workspace_id, repository_id, lane, due_at)
    values (${rows[0]?.workspace}, ${rows[0]?.repository}, 'newest', now())`.execute(database.kysely)
  const [slice] = await claimSlices(database.kysely, { holder: 'test', limit: 1, leaseSeconds: 600 })
  if (!slice) throw new Error('no slice')
  slices.set(place.uuid, slice)
  return slice
}

async function asked(
  place: Repository,
  changes: Partial<MirrorOptions> = {},
): Promise<Parameters<typeof syncMirror>> {
  const config = { ...loopback, dataDirectory: data }
  const connection = { id: '1', api_url: `${running.url}/2.0`, git_url: null, proxy_url: null, ca: null }
  const options = {
    connection,
    credentials: [credential()],
    workspaceSlug: running.workspace,
    repository: { slug: place.slug, main_branch: place.mainBranch },
    lane: 'newest',
    leaseSeconds: 600,
    ...changes,
  }
  return [{ db: database.kysely, config }, await sliceOf(place), options]
}

async function sync(place: Repository, changes: Partial<MirrorOptions> = {}) {
  return syncMirror(...(await asked(place, changes)))
}

/** The contents, too. */
async function syncWhole(place: Repository) {
  await sync(place)
  await syncContents(...(await asked(place)))
}

async function directoryOf(place: Repository): Promise<string> {
  const { workspaceId, repositoryId } = await sliceOf(place)
  return mirrorDirectory(data, workspaceId, repositoryId ?? '')
}

async function expectOracle(place: Repository) {
  await expectFacts(database, running.simulator.world, place, (await sliceOf(place)).repositoryId)
}

function busy(): Repository {
  const place = running.repository((one) => one.counts.pullRequests > 30)
  actor = running.simulator.world.content(place.uuid).pullRequests[0]?.author ?? ''
  return place
}

async function gitRequests(): Promise<number> {
  const { json } = await running.control('/ledger')
  const { byClass } = json as { byClass: Record<string, { requests: number }> }
  return byClass.git?.requests ?? 0
}

async function failure(asked: Promise<unknown>): Promise<Failure> {
  const error = await asked.catch((reason: unknown) => reason)
  if (error instanceof Failure) return error
  throw new Error(`no failure but ${String(error)}`)
}

describe('a mirror', () => {
  it('makes tables that equal the repository row by row, in one fetch of histories and one of contents', async () => {
    await syncWhole(busy())
    expect(await gitRequests()).toBeLessThanOrEqual(6)
    await expectOracle(busy())
  })

  it('stores the contents of files that say what a repository is, and of no others', async () => {
    const place = busy()
    const { mutate } = running.simulator.world
    const large = 'x'.repeat(1024 * 1024 + 1)
    const edits = [
      { path: 'docs/CODEOWNERS', content: '* @everybody' },
      { path: 'README.md', content: 'Ünïcode' },
      { path: 'Large/README.txt', content: large },
      { path: 'node_modules/x/package.json', content: '{"name":"x"}' },
      { path: 'src/secret.ts', content: 'nobody asks for this' },
    ]
    mutate.push(place.uuid, { branch: place.mainBranch ?? '', actor, message: 'Files', edits })
    await syncWhole(place)
    const { repositoryId: id } = await sliceOf(place)
    const stored = await table(
      database,
      sql`
      select path, files.size::integer, blobs.size::integer as held, convert_from(content, 'UTF8') as content
        from repository_files files left join blobs using (workspace_id, oid)
       where repository_id = ${id} and path = any(${edits.map(({ path }) => path)}::text[]) order by path collate "C"`,
    )
    expect(stored).toEqual([
      { path: 'Large/README.txt', size: large.length, held: large.length, content: null },
      { path: 'README.md', size: 9, held: 9, content: 'Ünïcode' },
      { path: 'docs/CODEOWNERS', size: 12, held: 12, content: '* @everybody' },
      { path: 'node_modules/x/package.json', size: null, held: null, content: null },
      { path: 'src/secret.ts', size: null, held: null, content: null },
    ])
    await running.control('/ledger', { method: 'DELETE' })
    mutate.push(place.uuid, { branch: 'feature/else', actor, message: 'Else' })
    await syncWhole(place)
    expect(await gitRequests()).toBeLessThanOrEqual(3)
    await expectOracle(place)
  })

  it('changes nothing when nothing changed', async () => {
    await sync(busy())
    expect(await sync(busy())).toEqual({ changed: {}, moved: false })
  })

  it('holds no contents until they are asked for, and then asks once for all', async () => {
    const directory = await directoryOf(busy())
    const { rows } = await sql<{ oid: string }>`
      select distinct oid from repository_files
       where repository_id = ${(await sliceOf(busy())).repositoryId} and size is null limit 40`.execute(
      database.kysely,
    )
    const oids = rows.map(({ oid }) => oid)
    const count = () =>
      withMirror(directory, async (mirror) => oids.length - (await missingOf(mirror, oids)).size)
    expect(oids.length).toBeGreaterThan(5)
    expect(await count()).toBe(0)
    expect(await gitRequests()).toBe(0)
    const url = `${running.url}/${running.simulator.world.fullName(busy())}.git`
    const remote = { url, credential: credential(), proxyUrl: null, caFile: null }
    const place = await openMirror(directory)
    await fetchBlobs(place, { environment: await remoteEnvironment(loopback, remote) }, oids)
    expect(await count()).toBe(oids.length)
    expect(await gitRequests()).toBeLessThanOrEqual(3)
  })

  it('follows pushes, force pushes, deleted branches and tags', async () => {
    const place = busy()
    const { mutate } = running.simulator.world
    await sync(place)
    const first = running.simulator.world.content(place.uuid).branch(place.mainBranch ?? '')?.target ?? ''
    mutate.push(place.uuid, { branch: 'feature/one', actor, message: 'One', commits: 3 })
    mutate.push(place.uuid, { branch: 'feature/two', actor, message: 'Two' })
    mutate.createTag(place.uuid, 'v99.0', first, actor, 'Ninety-nine\n\nwith a body')
    expect((await sync(place)).moved).toBe(true)
    await expectOracle(place)
    mutate.push(place.uuid, { branch: 'feature/one', actor, message: 'Again', from: first, force: true })
    mutate.deleteBranch(place.uuid, 'feature/two', actor)
    mutate.deleteTag(place.uuid, 'v99.0', actor)
    await sync(place)
    await expectOracle(place)
    const { repositoryId: id } = await sliceOf(place)
    const left = await table(
      database,
      sql`select hash from commits where repository_id = ${id} and not is_reachable`,
    )
    expect(left.length).toBeGreaterThanOrEqual(4)
  })

  it('is made anew when it is broken, without changing a row', async () => {
    const place = busy()
    await sync(place)
    const directory = await directoryOf(place)
    writeFileSync(join(directory, 'HEAD'), 'nonsense')
    rmSync(join(directory, 'objects'), { recursive: true })
    expect((await sync(place)).changed).toEqual({})
    await expectOracle(place)
  })

  it('of an empty repository is empty', async () => {
    const { world } = running.simulator
    const empty = world.repositories(world.workspaces[0]?.uuid ?? '').find((one) => one.isEmpty)
    if (!empty) throw new Error('no empty repository')
    expect((await sync(empty)).changed).toEqual({})
    expect((await sync(empty)).changed).toEqual({})
  })

  it('takes names of branches, tags and files for what they are', async () => {
    const place = busy()
    const { mutate } = running.simulator.world
    const first = running.simulator.world.content(place.uuid).branch(place.mainBranch ?? '')?.target ?? ''
    const hostile = ['--upload-pack=touch_x', '$(id)', 'x;rm_-rf', 'ünïcode/ветка', "it's", 'a\u2028b', '%00']
    for (const name of hostile) mutate.createBranch(place.uuid, name, first, actor)
    mutate.createTag(place.uuid, '-d', first, actor)
    const edits = ['-rf', '$(x)', 'sp ace/ü.txt', 'quo"te', 'tab\there'].map((path) => ({
      path,
      content: path,
    }))
    mutate.push(place.uuid, { branch: place.mainBranch ?? '', actor, message: 'Names', edits })
    await sync(place)
    await expectOracle(place)
  })

  it('finds commits by the beginning of their hashes', async () => {
    await sync(busy())
    const resolver = resolverFor(database.kysely, await sliceOf(busy()))
    const hash = running.simulator.world.content(busy().uuid).branches[0]?.target ?? ''
    const found = await resolver([hash.slice(0, 12), 'ffffffffffff', '--all', hash.slice(0, 12)])
    expect(Object.fromEntries(found)).toEqual({ [hash.slice(0, 12)]: [hash], ffffffffffff: [], '--all': [] })
    const other = `${hash.slice(0, 12)}${'0'.repeat(28)}`
    await sql`
      insert into commits (workspace_id, repository_id, hash, parents, author_raw, date, message, is_reachable)
      select workspace_id, repository_id, ${other}::text, parents, author_raw, date, message, false
        from commits where hash = ${hash}`.execute(database.kysely)
    const ambiguous = await resolver([hash.slice(0, 12), hash])
    expect(ambiguous.get(hash.slice(0, 12))?.toSorted()).toEqual([hash, other].sort())
    expect(ambiguous.get(hash)).toEqual([hash])
    await sql`delete from commits where hash = ${other}`.execute(database.kysely)
  })
})

describe('pull requests in a mirror', () => {
  /** Stored as the API tells them: with the first twelve characters of their hashes. */
  async function store(place: Repository) {
    const { workspaceId, repositoryId } = await sliceOf(place)
    for (const { shown } of running.simulator.world.inner(place.uuid).state.pullRequests) {
      await sql`
        insert into pull_requests (workspace_id, repository_id, id, title, state, source_repository_uuid,
                                   source_commit_prefix, destination_commit_prefix, created_on, updated_on)
        values (${workspaceId}, ${repositoryId}, ${shown.id}, ${shown.title}, ${shown.state},
                ${shown.source.repository?.replace(/[{}]/g, '') ?? null},
                ${shown.source.commit?.slice(0, 12) ?? null}, ${shown.destination.commit?.slice(0, 12) ?? null}, now(), now())
        on conflict (workspace_id, repository_id, id) do update
          set source_commit_prefix = excluded.source_commit_prefix, destination_commit_prefix = excluded.destination_commit_prefix`.execute(
        database.kysely,
      )
    }
  }

  async function expectKnown(place: Repository) {
    const { repositoryId: id } = await sliceOf(place)
    const ours = await table(
      database,
      sql`
      select id as pull_request, head_unreachable, files_changed as files, lines_added, lines_removed
        from pull_requests where repository_id = ${id}`,
    )
    expect(ours.sort(byText)).toEqual(
      oracleOf(running.simulator.world, 'pull_request_sizes', place)
        .map((fact) => pick(fact, Object.keys(ours[0] ?? {})))
        .sort(byText),
    )
    const commits = await table(
      database,
      sql`select pull_request_id as pull_request, position, hash from pull_request_commits where repository_id = ${id}`,
    )
    expect(commits.sort(byText)).toEqual(
      oracleOf(running.simulator.world, 'pull_request_commits', place)
        .filter((fact) => fact.head_unreachable === false)
        .map((fact) => pick(fact, ['pull_request', 'position', 'hash']))
        .sort(byText),
    )
  }

  it('show their commits and sizes, with the contents of all differences by one fetch', async () => {
    const place = busy()
    await store(place)
    await sync(place)
    const heads = async () => sumOf(await syncContents(...(await asked(place))))
    await running.control('/ledger', { method: 'DELETE' })
    expect(await heads()).toBeGreaterThan(30)
    expect(await gitRequests()).toBeLessThanOrEqual(3)
    await expectKnown(place)
    expect(await heads()).toBe(0)
  })

  it('come from forks of the workspace too, which are fetched when they changed and not again', async () => {
    const place = busy()
    const { mutate } = running.simulator.world
    const fork = mutate.createRepository({
      workspace: place.workspace,
      slug: 'borrowed',
      actor,
      parent: place.uuid,
    })
    const edits = [{ path: 'from/the-fork.txt', content: 'one\ntwo\n' }]
    mutate.push(fork.uuid, { branch: 'lent', actor, message: 'Lent', edits })
    mutate.openPullRequest(place.uuid, {
      title: 'Lent',
      author: actor,
      source: 'lent',
      sourceRepository: fork.uuid,
    })
    await sliceOf(fork)
    await store(place)
    await sync(place)
    const heads = async () => sumOf(await syncContents(...(await asked(place))))
    expect(await heads()).toBeGreaterThan(0)
    await expectKnown(place)
    await expectOracle(place)
    await running.control('/ledger', { method: 'DELETE' })
    expect(await heads()).toBe(0)
    expect(await gitRequests()).toBe(0)
  })
})

describe('the credential of git', () => {
  it('has the user of its kind, and never shows in files, arguments or errors', async () => {
    const place = busy()
    const api = running.simulator.simulation.credentials.all().find((one) => one.kind === 'api_token')
    await sync(place, { credentials: [credential({ kind: 'api_token', secret: api?.secret ?? '' })] })
    const directory = await directoryOf(place)
    const { stdout } = spawnSync('grep', ['-rlaF', '-e', running.token, '-e', api?.secret ?? '-', directory])
    expect(stdout.toString()).toBe('')
    expect(readFileSync(join(directory, 'config'), 'utf8')).not.toContain('http')
  })

  it('that is refused says so, and what it was stays hidden', async () => {
    const error = await failure(sync(busy(), { credentials: [credential({ secret: 'made-up-secret' })] }))
    expect(error.code).toBe('source_refused')
    expect(JSON.stringify([error.message, error.data, String(error.stack)])).not.toContain('made-up-secret')
    expect(existsSync(await directoryOf(busy()))).toBe(true)
  })

  it.each([
    [404, 'source_missing'],
    [403, 'source_forbidden'],
    [503, 'source_unreachable'],
    [429, 'source_throttled'],
  ])('turns %i into %s', async (status, code) => {
    await running.control('/faults', {
      method: 'POST',
      body: JSON.stringify({
        match: { path: '/{workspace}/{repo_slug}.git' },
        effect: { kind: 'answer', status },
      }),
    })
    const error = await failure(sync(busy()))
    expect(error.code).toBe(code)
    const { rows } = await sql`select count(*)::integer as parked from credential_parks`.execute(
      database.kysely,
    )
    expect(rows).toEqual([{ parked: status === 429 ? 1 : 0 }])
  })
})
