import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type * as m from '../world/model.ts'
import { type ClosableWorld, createWorld } from '../world/world.ts'
import { handleGit } from './http.ts'
import { GIT_ENVIRONMENT } from './run.ts'
import { type GitStore, openGitStore } from './store.ts'

const scratch = mkdtempSync(join(tmpdir(), 'git-test-'))
let world: ClosableWorld
let store: GitStore
let server: Server
let base = ''

const run = promisify(execFile)

/** Never synchronous: the server that git talks to lives in this process. */
async function git(directory: string, ...args: string[]): Promise<string> {
  const env = { ...process.env, ...GIT_ENVIRONMENT, GIT_TERMINAL_PROMPT: '0' }
  const { stdout } = await run('git', args, { cwd: directory, env, maxBuffer: 1e8, timeout: 20_000 })
  return stdout
}

function repositories(): m.Repository[] {
  return world.workspaces.flatMap((workspace) => world.repositories(workspace.uuid))
}

function named(slug: string): m.Repository {
  const found = repositories().find((one) => one.slug === slug)
  if (found === undefined) throw new Error(`no ${slug}`)
  return found
}

async function bare(repository: m.Repository): Promise<string> {
  const { directory, done } = await store.open(repository.uuid)
  done()
  return directory
}

beforeAll(async () => {
  world = createWorld({ size: 'XS', seed: 3, today: '2026-11-21', cacheDirectory: scratch })
  store = openGitStore(world)
  server = createServer((request, response) => {
    const [, slug = '', rest = ''] = /^\/([^/]+)\.git(.*)$/.exec(request.url ?? '') ?? []
    void handleGit(store, named(slug).uuid, rest, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.close()
  store.close()
  rmSync(scratch, { recursive: true, force: true })
})

describe('the hashes of a world', () => {
  it('are those that git computes for every object of every repository', async () => {
    for (const repository of repositories()) {
      const directory = await bare(repository)
      const content = world.inner(repository.uuid)
      expect(await git(directory, 'fsck', '--full', '--strict', '--no-dangling')).toBe('')
      const ours = [...content.log({})].map((commit) =>
        `${commit.hash} ${commit.tree} ${commit.parents.join(' ')}`.trim(),
      )
      const theirs = (await git(directory, 'log', '--all', '--date-order', '--format=%H %T %P')).trim()
      expect(
        theirs === ''
          ? []
          : theirs
              .split('\n')
              .map((line) => line.trim())
              .sort(),
        repository.slug,
      ).toEqual(ours.sort())
    }
  }, 30_000)

  it('belong to the same authors, dates and messages that git shows', async () => {
    const repository = named('checkout-api')
    const text = await git(
      await bare(repository),
      'log',
      '--all',
      '--format=%H%x00%an <%ae>%x00%at%x00%ct%x00%B%x01',
    )
    const content = world.content(repository.uuid)
    for (const entry of text.split('\x01\n').filter((one) => one !== '')) {
      const [hash = '', author, authored, committed, message = ''] = entry.split('\x00')
      const commit = content.commit(hash)
      expect(commit?.author.raw).toBe(author)
      expect((commit?.date ?? 0) / 1e6).toBe(Number(authored))
      expect((commit?.committedOn ?? 0) / 1e6).toBe(Number(committed))
      expect(commit?.message.trim()).toBe(message.trim())
    }
  })

  it('of files and trees match the listing of every branch head', async () => {
    const repository = named('commerce')
    const directory = await bare(repository)
    const content = world.content(repository.uuid)
    for (const branch of content.branches.slice(0, 5)) {
      const ours = content.files(branch.target).map((file) => `${file.mode} blob ${file.hash}\t${file.path}`)
      const theirs = (await git(directory, 'ls-tree', '-r', '-z', branch.target)).split('\0').filter(Boolean)
      expect(theirs).toEqual(ours)
    }
  })
})

describe('comparisons', () => {
  it('count the lines that git counts for every pull request whose head a mirror reaches', async () => {
    let compared = 0
    for (const repository of repositories()) {
      const directory = await bare(repository)
      const content = world.inner(repository.uuid)
      for (const { shown, base: from, head } of content.state.pullRequests) {
        if (content.reachable()[head] !== 1) continue
        const ours = content.pullRequestChanges(shown.id).map((one) => {
          const counts = one.binary ? '-\t-' : `${one.linesAdded}\t${one.linesRemoved}`
          return `${counts}\t${one.newPath ?? one.oldPath}`
        })
        const range = [content.recordOf(from).hash, content.recordOf(head).hash]
        expect(
          numstat(await git(directory, 'diff', '--numstat', '-M', '-z', ...range)),
          `${repository.slug} #${shown.id}`,
        ).toEqual(ours)
        compared++
      }
    }
    expect(compared).toBeGreaterThan(80)
  }, 60_000)

  it('of any two trees apply as patches', async () => {
    const repository = named('identity-service')
    const content = world.content(repository.uuid)
    const [head] = content.log({})
    const old = content.branch(repository.mainBranch ?? '')?.target ?? ''
    const first = [...content.log({ include: [old] })].at(-1)
    const clone = join(scratch, 'patched')
    await git(scratch, 'clone', '-q', '--no-checkout', await bare(repository), clone)
    await git(clone, 'checkout', '-q', first?.hash ?? '')
    const patch = content.diff(first?.hash ?? null, old)
    writeFileSync(join(scratch, 'all.patch'), withoutBinary(patch))
    await git(clone, 'apply', '--index', join(scratch, 'all.patch'))
    expect((await git(clone, 'write-tree')).trim()).toBe(content.commit(old)?.tree)
    expect(head).toBeDefined()
  })
})

/** `-z` puts a renamed file's two names into fields of their own. */
function numstat(text: string): string[] {
  const fields = text.split('\0')
  const found: string[] = []
  for (let i = 0; i < fields.length; i++) {
    const field = fields[i] ?? ''
    if (field === '') continue
    if (field.endsWith('\t')) {
      found.push(`${field}${fields[i + 2]}`)
      i += 2
    } else found.push(field)
  }
  return found.sort((a, b) => ((a.split('\t')[2] ?? '') < (b.split('\t')[2] ?? '') ? -1 : 1))
}

function withoutBinary(patch: string): string {
  return patch
    .split(/(?=^diff --git )/m)
    .filter((file) => !file.includes('Binary files'))
    .join('')
}

describe('git over HTTP', () => {
  it('clones exactly the branches and tags that the world shows, and no pull request refs', async () => {
    const repository = named('platform-core')
    const content = world.content(repository.uuid)
    const refs = (await git(scratch, 'ls-remote', '--refs', `${base}/platform-core.git`)).trim().split('\n')
    const expected = [
      ...content.branches.map((one) => `${one.target}\trefs/heads/${one.name}`),
      ...content.tags.map((one) => `${one.object ?? one.target}\trefs/tags/${one.name}`),
    ]
    expect(refs.sort()).toEqual(expected.sort())
    expect(refs.some((ref) => ref.includes('pull'))).toBe(false)
    const clone = join(scratch, 'mirror.git')
    await git(scratch, 'clone', '-q', '--mirror', `${base}/platform-core.git`, clone)
    expect(await git(clone, 'fsck', '--full')).toBe('')
  })

  it('serves partial clones and single blobs by their hash', async () => {
    const clone = join(scratch, 'partial.git')
    await git(scratch, 'clone', '-q', '--mirror', '--filter=blob:none', `${base}/checkout-api.git`, clone)
    const repository = named('checkout-api')
    const head = world.content(repository.uuid).resolve('HEAD')?.hash ?? ''
    const readme = world.content(repository.uuid).file(head, 'README.md')
    expect(await git(clone, 'rev-list', '--objects', '--missing=print', '--all')).toContain(
      `?${readme?.entry.hash}`,
    )
    expect(await git(clone, 'cat-file', '-p', readme?.entry.hash ?? '')).toBe(readme?.content.toString())
  })

  it('clones an empty repository', async () => {
    await git(scratch, 'clone', '-q', '--mirror', `${base}/sandbox.git`, join(scratch, 'empty.git'))
    expect(await git(join(scratch, 'empty.git'), 'for-each-ref')).toBe('')
  })

  it('follows pushes, and forgets commits that a force push or a deleted branch leaves behind', async () => {
    const repository = named('data-pipeline')
    const actor = world.accounts[0]?.uuid ?? ''
    const url = `${base}/data-pipeline.git`
    const clone = join(scratch, 'follower.git')
    await git(scratch, 'clone', '-q', '--mirror', url, clone)
    const [made] = world.mutate.push(repository.uuid, { branch: 'topic', actor, message: 'One', commits: 2 })
    await git(clone, 'fetch', '-q', '--prune')
    expect((await git(clone, 'rev-parse', 'refs/heads/topic')).trim()).toBe(made?.hash)
    const [forced] = world.mutate.push(repository.uuid, {
      branch: 'topic',
      actor,
      message: 'Again',
      force: true,
    })
    await git(clone, 'fetch', '-q', '--prune')
    expect((await git(clone, 'rev-parse', 'refs/heads/topic')).trim()).toBe(forced?.hash)
    const directory = await bare(repository)
    await expect(git(directory, 'cat-file', '-e', `${made?.hash}^{commit}`)).rejects.toThrow()
    world.mutate.deleteBranch(repository.uuid, 'topic', actor)
    await git(clone, 'fetch', '-q', '--prune')
    expect(await git(clone, 'for-each-ref', 'refs/heads/topic')).toBe('')
    expect(await git(await bare(repository), 'fsck', '--full')).toBe('')
  })

  it('keeps git and the world equal while the world moves', async () => {
    for (const repository of repositories()) await bare(repository)
    world.move(150, 11)
    for (const repository of repositories()) {
      const directory = await bare(repository)
      const content = world.content(repository.uuid)
      expect(await git(directory, 'fsck', '--full', '--no-dangling')).toBe('')
      const format = '--format=%(objectname) %(refname:lstrip=2)'
      const heads = (await git(directory, 'for-each-ref', format, 'refs/heads')).trim()
      const ours = content.branches.map((one) => `${one.target} ${one.name}`)
      expect(heads === '' ? [] : heads.split('\n').sort(), repository.slug).toEqual(ours.sort())
    }
  }, 60_000)
})

describe('the store', () => {
  it('keeps no more directories than it may', async () => {
    const small = openGitStore(world, { most: 2 })
    for (const repository of repositories().slice(0, 5)) (await small.open(repository.uuid)).done()
    expect(small.size()).toBe(2)
    small.close()
  })
})
