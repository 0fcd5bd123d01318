import type { StreamRow } from '../stream.ts'
import { type Objects, parseObject, parseSignature, text } from './objects.ts'
import { type Command, pieces } from './run.ts'

/** Where a mirror lies, with the environment of commands that stay at home. */
export type Place = Pick<Command, 'directory' | 'environment'>

/** A mirror that is being worked with, until it is closed. */
export interface Mirror extends Place {
  readonly objects: Objects
}

export interface Refs {
  readonly branches: readonly StreamRow[]
  readonly tags: readonly StreamRow[]
}

/** Branches and tags as rows. Refs that lead to no commit are none of either. */
export async function readRefs(place: Mirror): Promise<Refs> {
  const names: [string, string][] = []
  const list = ['for-each-ref', '--format=%(objectname) %(refname)', 'refs/heads', 'refs/tags']
  for await (const line of pieces({ ...place, arguments: list }, '\n')) {
    const all = text(line)
    names.push([all.slice(41), all.slice(0, 40)])
  }
  const objects = new Map<string, { type: string; content: Buffer }>()
  let asked = new Set(names.map(([, hash]) => hash))
  // A tag may tag a tag; nobody goes deeper than this but to do harm.
  for (let depth = 0; depth < 5 && asked.size > 0; depth++) {
    const further = new Set<string>()
    for await (const { hash, type, content } of place.objects.read(asked)) {
      objects.set(hash, { type, content })
      const target = type === 'tag' ? targetOf(content) : undefined
      if (target !== undefined && !objects.has(target)) further.add(target)
    }
    asked = further
  }
  const commitOf = (hash: string, depth = 0): string | undefined => {
    const object = objects.get(hash)
    if (object?.type === 'commit') return hash
    const target = object?.type === 'tag' && depth < 5 ? targetOf(object.content) : undefined
    return target === undefined ? undefined : commitOf(target, depth + 1)
  }
  const branches: StreamRow[] = []
  const tags: StreamRow[] = []
  for (const [name, hash] of names) {
    const target = commitOf(hash)
    if (target === undefined) continue
    if (name.startsWith('refs/heads/')) branches.push({ name: name.slice(11), target })
    else tags.push({ name: name.slice(10), target, ...annotation(hash, objects.get(hash)) })
  }
  return { branches, tags }
}

function targetOf(content: Buffer): string | undefined {
  return parseObject(content).headers.get('object')?.[0]
}

function annotation(hash: string, object: { type: string; content: Buffer } | undefined) {
  if (object?.type !== 'tag') return { object: null, message: null, date: null, tagger_raw: null }
  const { headers, message } = parseObject(object.content)
  const tagger = headers.get('tagger')?.[0]
  const signed = tagger === undefined ? undefined : parseSignature(tagger)
  return {
    object: hash,
    message,
    date: signed?.at ?? null,
    tagger_raw: signed?.raw ?? null,
  }
}

/** Hashes of the commits that `wanted` reach and `known` do not, newest first. */
export async function* newCommits(
  place: Place,
  wanted: readonly string[],
  known: readonly string[],
): AsyncGenerator<string> {
  if (wanted.length === 0) return
  const input = `${[...wanted, ...known.map((hash) => `^${hash}`)].join('\n')}\n`
  const list = ['rev-list', '--ignore-missing', '--stdin']
  for await (const line of pieces({ ...place, arguments: list, input }, '\n')) yield line.toString()
}

/** Commits as rows, from what git stored and not from how it prints it. */
export async function* readCommits(
  { objects }: Mirror,
  hashes: readonly string[],
): AsyncGenerator<StreamRow> {
  for await (const { hash, type, content } of objects.read(hashes)) {
    if (type !== 'commit') continue
    const { headers, message } = parseObject(content)
    const author = parseSignature(headers.get('author')?.[0])
    const committer = parseSignature(headers.get('committer')?.[0])
    yield {
      hash,
      tree: headers.get('tree')?.[0] ?? null,
      parents: headers.get('parent') ?? [],
      author_raw: author.raw,
      committer_raw: committer.raw,
      date: author.at,
      committed_on: committer.at,
      message,
      is_reachable: true,
    }
  }
}

/** Files of a commit as rows. Submodules are other repositories. */
export async function readFiles(place: Place, commit: string): Promise<StreamRow[]> {
  const files: StreamRow[] = []
  const list = ['ls-tree', '-r', '-z', '--full-tree', commit]
  for await (const entry of pieces({ ...place, arguments: list }, '\0')) {
    const tab = entry.indexOf(9)
    const [mode, type, oid] = entry.subarray(0, tab).toString().split(' ')
    if (type === 'blob') files.push({ path: text(entry.subarray(tab + 1)), oid, mode })
  }
  return files
}
