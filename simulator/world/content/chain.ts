/** Tree hashes of generated histories on disk: with them a history gets its hashes again without its trees. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CommitRecord } from './state.ts'

/** Raise it whenever generated trees change. */
const CHAIN_VERSION = 1

/** Histories shorter than this are grown again faster than a file is found. */
const WORTH_KEEPING = 1_000

export function chainPath(directory: string, repository: string): string {
  return join(directory, `chains-${CHAIN_VERSION}`, repository.slice(1, -1))
}

/** False when nothing fitting is stored. */
export function loadChain(path: string, commits: readonly CommitRecord[]): boolean {
  if (commits.length < WORTH_KEEPING || !existsSync(path)) return false
  const bytes = readFileSync(path)
  if (bytes.length !== commits.length * 20) return false
  for (const [i, commit] of commits.entries()) commit.treeHash = bytes.toString('hex', i * 20, i * 20 + 20)
  return true
}

export function storeChain(path: string, commits: readonly CommitRecord[]): void {
  if (commits.length < WORTH_KEEPING) return
  mkdirSync(dirname(path), { recursive: true })
  // Two processes may share the directory: the rename makes a half-written file invisible.
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, Buffer.from(commits.map((commit) => commit.treeHash).join(''), 'hex'))
  renameSync(draft, path)
}
