import { type Answer, bytes, redirect } from '../../http/answer.ts'
import type { Hash, TreeEntry } from '../../world/model.ts'
import { type Here, here } from '../access.ts'
import { type Call, get, type Route } from '../cloud.ts'
import { list, paging, single } from '../collection.ts'
import { badRequest, commitsNotFound, notFound } from '../errors.ts'
import { entryFields } from '../filters.ts'
import { diffstatShape, entryShape } from '../shapes/commit.ts'
import { commitOf } from './commits.ts'

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html',
  json: 'application/json',
  js: 'application/javascript',
  md: 'text/x-markdown',
  png: 'image/png',
  svg: 'image/svg+xml',
  xml: 'application/xml',
  yaml: 'application/octet-stream',
  yml: 'application/octet-stream',
}

function typeOf(path: string): string {
  return types[path.slice(path.lastIndexOf('.') + 1).toLowerCase()] ?? 'text/plain'
}

// Recorded ETags of raw files are bare signed 64-bit integers, equal for equal content.
function rawTag(blob: Hash): string {
  return String(BigInt.asIntN(64, BigInt(`0x${blob.slice(0, 16)}`)))
}

function raw(path: string, entry: TreeEntry, content: Buffer): Answer {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return bytes(200, typeOf(path), content, {
    ETag: rawTag(entry.hash),
    'Content-Disposition': `attachment; filename="${name.replaceAll('"', '')}"`,
    'Accept-Ranges': 'bytes',
  })
}

// Walking is breadth first; Bitbucket gives up with 555 when it takes too long, here beyond twenty thousand entries.
const mostEntries = 20_000

function recursed(place: Here, commit: Hash, top: readonly TreeEntry[], depth: number): readonly TreeEntry[] {
  const found = [...top]
  let level = top
  for (let deep = 1; deep < depth && level.length > 0; deep += 1) {
    level = level
      .filter((entry) => entry.kind === 'directory')
      .flatMap((entry) => place.content.directory(commit, entry.path) ?? [])
    found.push(...level)
    if (found.length > mostEntries) return found
  }
  return found
}

function directory(call: Call, place: Here, commit: Hash, entries: readonly TreeEntry[]): Answer {
  const depth = Number(call.query.get('max_depth') ?? '1')
  if (!Number.isInteger(depth) || depth < 1) throw badRequest('Invalid max_depth')
  const all = recursed(place, commit, entries, depth)
  if (all.length > mostEntries)
    return bytes(555, 'text/plain', 'The source could not be listed within the time limit.')
  return list(call, {
    items: all,
    paging: paging.tokens,
    fields: entryFields,
    present: (entry) => entryShape(call.cloud, place.repository, commit, entry),
  })
}

function source(call: Call): Answer {
  const place = here(call)
  const commit = commitOf(place, call.params.commit ?? '').hash
  const path = (call.params.path ?? '').replace(/\/+$/, '')
  const meta = call.query.get('format') === 'meta'
  const entries = place.content.directory(commit, path)
  if (entries) {
    const entry = { path, name: path, kind: 'directory', mode: '40000', hash: commit, size: 0 } as const
    if (meta) return single(call, () => entryShape(call.cloud, place.repository, commit, entry))
    return directory(call, place, commit, entries)
  }
  const file = place.content.file(commit, path)
  if (!file) throw notFound(`No such file or directory: ${path}`)
  if (meta) return single(call, () => entryShape(call.cloud, place.repository, commit, file.entry))
  return raw(path, file.entry, file.content)
}

function mainSource(call: Call): Answer {
  const { repository, content } = here(call)
  const head = repository.mainBranch === null ? undefined : content.branch(repository.mainBranch)
  if (!head) throw notFound('Repository is empty')
  const link = new URL(call.url)
  link.pathname = `${link.pathname.replace(/\/+$/, '')}/${head.target}/`
  return redirect(302, link.href)
}

type Range = { readonly from: Hash | null; readonly to: Hash }

function existing(place: Here, key: string): Hash {
  const commit = place.content.resolve(key)
  if (!commit) throw commitsNotFound(key)
  return commit.hash
}

// `first..second` shows the changes of the first onto the second: the opposite of git. The spec of a pull request is
// `workspace/repository:source%0Ddestination`.
function comparison(place: Here, spec: string, topic: boolean): Range {
  const [, pair] = /^[^:]+:([0-9a-f]+\r[0-9a-f]+)$/.exec(spec) ?? []
  const [first = '', second] = pair ? pair.split('\r') : spec.split('..')
  const to = existing(place, first)
  if (second === undefined) return { from: place.content.commit(to)?.parents[0] ?? null, to }
  const destination = existing(place, second)
  if (!topic && !pair) return { from: destination, to }
  const base = place.content.mergeBase(destination, to)
  if (!base) throw badRequest('The given commits have no common ancestor.')
  return { from: base.hash, to }
}

function rangeOf(call: Call, place: Here): Range {
  return comparison(place, call.params.spec ?? '', call.query.get('topic') === 'true')
}

// A pull request's comparison is known even when its fork is gone and no commit of it is left here.
function changesOf(
  call: Call,
  place: Here,
): { range: Range; changes: ReturnType<Here['content']['changes']> } {
  const id = Number(call.query.get('from_pullrequest_id') ?? Number.NaN)
  const pullRequest = Number.isInteger(id) ? place.content.pullRequest(id) : undefined
  if (pullRequest) {
    const to = pullRequest.source.commit ?? ''
    return {
      range: { from: pullRequest.destination.commit, to },
      changes: place.content.pullRequestChanges(id),
    }
  }
  const range = rangeOf(call, place)
  return { range, changes: place.content.changes(range.from, range.to) }
}

function diffstat(call: Call): Answer {
  const place = here(call)
  const { range, changes } = changesOf(call, place)
  const paths = call.query.getAll('path')
  return list(call, {
    items: changes,
    paging: paging.diffstat,
    filter: ({ oldPath, newPath }) =>
      paths.length === 0 || paths.some((path) => path === oldPath || path === newPath),
    present: (change) => diffstatShape(call.cloud, place.repository, change, range.from, range.to),
  })
}

function diff(call: Call): Answer {
  const place = here(call)
  const { from, to } = rangeOf(call, place)
  return bytes(200, 'text/plain', place.content.diff(from, to), {
    'Cache-Control': 'must-revalidate, max-age=0',
  })
}

function mergeBase(call: Call): Answer {
  const place = here(call)
  const [left = '', right = ''] = (call.params.revspec ?? '').split('..')
  const base = place.content.mergeBase(existing(place, left), existing(place, right))
  if (!base) throw notFound('No common ancestor')
  return single(call, () => ({ type: 'commit', hash: base.hash }))
}

// Only the bytes of files have the budget of raw files; directories and meta data count as API.
export function isRawFile(call: Call): boolean {
  if (call.query.get('format') === 'meta') return false
  const { workspace = '', repo_slug: slug = '', commit: key = '', path = '' } = call.params
  const found = call.cloud.world.findRepository(workspace, slug)
  if (!found || found.repository.isEmpty) return false
  const content = call.cloud.world.content(found.repository.uuid)
  const commit = content.resolve(key)
  return commit !== undefined && content.directory(commit.hash, path.replace(/\/+$/, '')) === undefined
}

const repo = '/repositories/{workspace}/{repo_slug}'
const read = ['repository']

export const sourceRoutes: readonly Route[] = [
  get(`${repo}/src`, read, mainSource),
  get(`${repo}/src/{commit}/{path}`, read, source, { greedy: true, class: 'raw' }),
  get(`${repo}/diff/{spec}`, read, diff, { greedy: true }),
  get(`${repo}/diffstat/{spec}`, read, diffstat, { greedy: true }),
  get(`${repo}/merge-base/{revspec}`, read, mergeBase, { greedy: true }),
]
