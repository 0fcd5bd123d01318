import { createHash } from 'node:crypto'
import type { Answer } from '../../http/answer.ts'
import type { Json } from '../../query/fields.ts'
import type { Repository, TreeEntry } from '../../world/model.ts'
import { memberOnly, permissionOn } from '../access.ts'
import { type Call, get, type Route } from '../cloud.ts'
import { type Asks, list, paging } from '../collection.ts'
import { badRequest } from '../errors.ts'
import { api, pathOf } from '../shapes/links.ts'
import { repositoryPath, repositoryStub } from '../shapes/repository.ts'

type Match = {
  readonly repository: Repository
  readonly commit: string
  readonly entry: TreeEntry
  readonly lines: readonly number[]
  readonly text: readonly string[]
}
type Wanted = {
  readonly words: readonly string[]
  readonly repo: string | undefined
  readonly path: string | undefined
  readonly ext: string | undefined
}

// BCLOUD-23644: no more than about nine hundred results come out of a search, however many there are.
const mostResults = 900
const mostFiles = 20_000

function wantedOf(text: string): Wanted {
  const parts = text.match(/"[^"]*"|\S+/g) ?? []
  const modifier = (name: string) =>
    parts
      .find((part) => part.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .replaceAll('"', '')
  const words = parts
    .filter((part) => !/^\w+:/.test(part))
    .map((word) => word.replaceAll('"', '').toLowerCase())
  return { words, repo: modifier('repo'), path: modifier('path'), ext: modifier('ext') }
}

function* matches(call: Call, repositories: readonly Repository[], wanted: Wanted): Generator<Match> {
  let read = 0
  for (const repository of repositories) {
    const content = call.cloud.world.content(repository.uuid)
    const head = content.branch(repository.mainBranch ?? '')?.target
    if (head === undefined) continue
    for (const entry of content.files(head)) {
      if (wanted.ext !== undefined && !entry.name.endsWith(`.${wanted.ext}`)) continue
      if (wanted.path !== undefined && !entry.path.includes(wanted.path)) continue
      read += 1
      if (read > mostFiles) return
      const lines = content.file(head, entry.path)?.content.toString('utf8').split('\n') ?? []
      const found = lines.flatMap((line, at) =>
        wanted.words.every((word) => line.toLowerCase().includes(word)) ? [at] : [],
      )
      const named = wanted.words.every((word) => entry.path.toLowerCase().includes(word))
      if (found.length > 0 || named)
        yield { repository, commit: head, entry, lines: found, text: found.map((at) => lines[at] ?? '') }
    }
  }
}

function fileShape(call: Call, match: Match, asks: Asks): Json {
  const at = `${repositoryPath(call.cloud, match.repository)}/src/${match.commit}`
  const self = api(call.cloud, `${at}${pathOf(...match.entry.path.split('/'))}`)
  const plain = { path: match.entry.path, type: 'commit_file', links: { self } }
  if (!asks('file')) return plain
  return {
    ...plain,
    commit: { type: 'commit', hash: match.commit, repository: repositoryStub(call.cloud, match.repository) },
  }
}

function resultShape(call: Call, match: Match, asks: Asks, words: readonly string[]): Json {
  const segments = (text: string) => {
    const at = words[0] === undefined ? -1 : text.toLowerCase().indexOf(words[0])
    if (at < 0) return [{ text }]
    const end = at + (words[0]?.length ?? 0)
    return [
      { text: text.slice(0, at) },
      { text: text.slice(at, end), match: true },
      { text: text.slice(end) },
    ]
  }
  return {
    type: 'code_search_result',
    content_match_count: match.lines.length,
    content_matches: match.lines.slice(0, 5).map((line, at) => ({
      lines: [{ line: line + 1, segments: segments(match.text[at] ?? '') }],
    })),
    path_matches: segments(match.entry.path),
    file: fileShape(call, match, asks),
  }
}

// No page has the order of another: results repeat and go missing, as users of the search keep reporting.
function shaken(all: readonly Match[], page: string): Match[] {
  const rank = ({ entry, repository }: Match) =>
    createHash('md5').update(`${page} ${repository.uuid} ${entry.path}`).digest('hex')
  const nearby = all.map((match, at) => ({
    match,
    at: at + Number.parseInt(rank(match).slice(0, 1), 16),
  }))
  return nearby.sort((left, right) => left.at - right.at).map(({ match }) => match)
}

function search(call: Call): Answer {
  const workspace = memberOnly(call)
  const text = call.query.get('search_query')
  if (!text) throw badRequest('search_query is required')
  const wanted = wantedOf(text)
  const repositories = call.cloud.world
    .repositories(workspace.uuid)
    .filter((one) => wanted.repo === undefined || one.slug === wanted.repo)
    .filter((one) => !one.isEmpty && !one.isForbidden)
    .filter((one) => permissionOn(call.cloud, call.identity, one) !== 'none')
  const found: Match[] = []
  for (const match of matches(call, repositories, wanted)) {
    found.push(match)
    if (found.length === mostResults) break
  }
  return list(call, {
    items: shaken(found, call.query.get('page') ?? '1'),
    paging: paging.numbered,
    more: { query_substituted: false },
    present: (match, asks) => resultShape(call, match, asks, wanted.words),
  })
}

export const searchRoutes: readonly Route[] = [
  get('/workspaces/{workspace}/search/code', ['repository'], search),
]
