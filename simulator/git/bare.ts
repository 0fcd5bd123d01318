/** One repository as a bare directory: made on first use, brought up to date after changes. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Content } from '../world/content/content.ts'
import type { Repository } from '../world/model.ts'
import { feedChunks } from './feed.ts'
import { runGit } from './run.ts'

export interface Bare {
  directory: string
  /** Hashes of the commits and tag objects that git has. */
  written: Set<string>
}

/** Bitbucket honours partial clones and fetches of any hash it has. */
const CONFIG = `[core]
\tbare = true
\trepositoryformatversion = 0
[uploadpack]
\tallowFilter = true
\tallowAnySHA1InWant = true
[http]
\treceivepack = false
[gc]
\tauto = 0
`

export function initBare(directory: string, repository: Repository): Bare {
  rmSync(directory, { recursive: true, force: true })
  mkdirSync(join(directory, 'objects', 'pack'), { recursive: true })
  mkdirSync(join(directory, 'refs', 'heads'), { recursive: true })
  writeFileSync(join(directory, 'config'), CONFIG)
  writeHead(directory, repository)
  return { directory, written: new Set() }
}

function writeHead(directory: string, repository: Repository): void {
  writeFileSync(join(directory, 'HEAD'), `ref: refs/heads/${repository.mainBranch ?? 'main'}\n`)
}

/** Writes what is missing, then sets every ref. True when objects were left that no ref reaches. */
export async function bringUpToDate(bare: Bare, repository: Repository, content: Content): Promise<void> {
  const { state } = content
  const reachable = content.reachable()
  const commits: number[] = []
  for (const [index, commit] of state.commits.entries()) {
    if (reachable[index] === 1 && !bare.written.has(commit.hash)) commits.push(index)
  }
  const tags = state.tags.filter((tag) => tag.annotation !== null && !bare.written.has(tag.annotation.object))
  if (commits.length > 0 || tags.length > 0) {
    const feed = feedChunks({ state, tree: (index) => content.treeAt(index), commits, tags })
    await runGit(bare.directory, ['fast-import', '--quiet', '--force', '--done'], feed)
  }
  for (const index of commits) bare.written.add(state.commits[index]?.hash ?? '')
  for (const tag of tags) bare.written.add(tag.annotation?.object ?? '')
  writeRefs(bare, repository, content)
}

/** All refs in one file; what fast-import left as single files goes, the scratch ref with it. */
function writeRefs({ directory }: Bare, repository: Repository, { state }: Content): void {
  const lines: string[] = []
  for (const [name, index] of state.branches) lines.push(`${state.commits[index]?.hash} refs/heads/${name}`)
  for (const tag of state.tags) {
    lines.push(`${tag.annotation?.object ?? state.commits[tag.target]?.hash} refs/tags/${tag.name}`)
  }
  const byName = (line: string) => Buffer.from(line.slice(41))
  lines.sort((a, b) => Buffer.compare(byName(a), byName(b)))
  writeFileSync(
    join(directory, 'packed-refs'),
    `# pack-refs with: sorted\n${lines.map((line) => `${line}\n`).join('')}`,
  )
  rmSync(join(directory, 'refs'), { recursive: true, force: true })
  mkdirSync(join(directory, 'refs', 'heads'), { recursive: true })
  writeHead(directory, repository)
}

/** Drops what no ref reaches, as Bitbucket's housekeeping does after a force push or a deleted branch. */
export async function dropUnreachable(bare: Bare, content: Content): Promise<void> {
  await runGit(bare.directory, ['repack', '-a', '-d', '-q'])
  await runGit(bare.directory, ['prune', '--expire=now'])
  const reachable = content.reachable()
  for (const [index, commit] of content.state.commits.entries()) {
    if (reachable[index] !== 1) bare.written.delete(commit.hash)
  }
  const tags = new Set(content.state.tags.map((tag) => tag.annotation?.object))
  const commits = content.state.byHash
  for (const hash of bare.written) if (!commits.has(hash) && !tags.has(hash)) bare.written.delete(hash)
}
