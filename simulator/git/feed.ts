/** A history as `git fast-import` reads it: git builds every object itself, so that equal hashes prove ours right. */
import type { CommitRecord, RepositoryState } from '../world/content/state.ts'
import { authorSignature, committerSignature } from '../world/life/grow.ts'
import { SECOND } from '../world/time.ts'
import { allFiles, differences } from '../world/tree/compare.ts'
import { bytesOf, modeOf, signature } from '../world/tree/hash.ts'
import type { Directory } from '../world/tree/node.ts'

/** Every import moves this ref about; it is removed afterwards. */
const SCRATCH_REF = 'refs/simulator/import'

export interface Feed {
  state: RepositoryState
  tree(index: number): Directory
  /** Commits to write, ascending; parents not among them are there already. */
  commits: readonly number[]
  tags: RepositoryState['tags']
}

export function* feedChunks({ state, tree, commits, tags }: Feed): Generator<Buffer> {
  const here = new Set(commits)
  // What this import wrote is known by its mark alone until the pack is closed, anything older by its hash.
  const nameOf = (index: number) => (here.has(index) ? `:${index + 1}` : (state.commits[index]?.hash ?? ''))
  for (const index of commits) {
    const commit = state.commits[index]
    if (commit !== undefined) yield* commitChunks(nameOf, tree, index, commit)
  }
  for (const { name, target, annotation } of tags) {
    if (annotation === null) continue
    const tagger = {
      raw: annotation.tagger.raw,
      seconds: annotation.date / SECOND,
      offset: annotation.tagger.offset,
    }
    const message = Buffer.from(annotation.message)
    const head = `tag ${name}\nfrom ${nameOf(target)}\ntagger ${signature(tagger)}\ndata ${message.length}\n`
    yield Buffer.concat([Buffer.from(head), message, Buffer.from('\n')])
  }
  yield Buffer.from('done\n')
}

function* commitChunks(
  nameOf: (index: number) => string,
  tree: Feed['tree'],
  index: number,
  commit: CommitRecord,
): Generator<Buffer> {
  const message = Buffer.from(commit.message)
  const people = `author ${signature(authorSignature(commit))}\ncommitter ${signature(committerSignature(commit))}\n`
  yield Buffer.from(`commit ${SCRATCH_REF}\nmark :${index + 1}\n${people}data ${message.length}\n`)
  yield message
  const [first, ...others] = commit.parents.map(nameOf)
  // Without a parent the ref is emptied first, or fast-import would continue from where it stands.
  const from = first === undefined ? '\ndeleteall\n' : `\nfrom ${first}\n`
  yield Buffer.from(`${from}${others.map((hash) => `merge ${hash}\n`).join('')}`)
  const parent = commit.parents[0]
  yield* fileChunks(parent === undefined ? null : tree(parent), tree(index))
}

function* fileChunks(before: Directory | null, after: Directory): Generator<Buffer> {
  const found = before === null ? allFiles(after) : differences(before, after)
  for (const { path, after: file } of found) if (file === null) yield Buffer.from(`D ${quoted(path)}\n`)
  for (const { path, after: file } of found) {
    if (file === null) continue
    const bytes = bytesOf(file)
    yield Buffer.from(`M ${modeOf(file)} inline ${quoted(path)}\ndata ${bytes.length}\n`)
    yield bytes
    yield Buffer.from('\n')
  }
}

/** Quoting is needed for quotes and line breaks alone; anything else is taken byte for byte. */
function quoted(path: string): string {
  return /["\n\\]/.test(path) ? `"${path.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"` : path
}
