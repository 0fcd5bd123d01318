import { createHash } from 'node:crypto'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'
import { storeRows } from '../batch.ts'
import { type Counts, countsOf } from '../counts.ts'
import { defineStream, type StreamRequest, type StreamRow } from '../stream.ts'
import { isWanted, largestContent } from '../wanted-files.ts'
import { leaseSeconds } from './engine.ts'
import { getPage, itemsOf, type Reader } from './read.ts'
import { lackOf } from './whole.ts'

const Entry = Type.Object({
  type: Type.String(),
  path: Type.String({ minLength: 1 }),
  size: Type.Optional(Type.Union([Type.Number(), Type.Null()])),
})

/** Deeper folders than these hold what a build or somebody else made. */
const deepest = '20'

/** By uuid, so that a repository that was renamed since it was listed is found. */
const inBraces = (uuid: string) => encodeURIComponent(`{${uuid}}`)

/** Where git may not be used, and single files may be read. After the branches, which tell where the main one stands. */
export const sourceStream = defineStream({
  name: 'source',
  doc: 'Files of the main branch without git, with the contents of those that say what a repository is. Only where files are read one by one.',
  documentation:
    'https://developer.atlassian.com/cloud/bitbucket/rest/api-group-source/#api-repositories-workspace-repo-slug-src-commit-path-get',
  per: 'repository',
  scopes: ['repository'],
  cost: '⌈files and folders / 100⌉ when something was pushed; 1 of the allowance of raw files for each file that is wanted',
  tables: ['repository_files', 'blobs'],
  walk: 'all',
  again: 'when-pushed',
  projectionVersion: 1,
  request: ({ workspace, repository }) => ({
    path: `/repositories/${inBraces(workspace.uuid)}/${inBraces(repository?.uuid ?? '')}/src`,
    query: { max_depth: deepest, pagelen: '100' },
  }),
  item: Entry,
  key: ({ path }) => path,
  rows: () => ({}),
})

interface Read {
  readonly changed: Counts
  /** Of the listing: raw files have an allowance of their own. */
  readonly requests: number
}

/** Reads the files of the main branch anew: what moved is not told by the listing. */
export async function readSource(reader: Reader): Promise<Read> {
  const { engine, slice, scene } = reader
  const spent = { requests: 0 }
  const head = await mainHead(reader)
  const files = head === null ? [] : await listFiles(reader, head, spent)
  const rows: StreamRow[] = []
  const blobs = new Map<string, StreamRow>()
  for (const { path, size = null } of files) {
    const isRead = head !== null && isWanted(path) && (size ?? 0) <= largestContent
    const content = isRead ? await readFile(reader, head, path) : null
    // Any page of a gateway would pass for a file.
    if (content && size !== null && content.length !== size) throw notTheFile(path, content)
    const oid = content && blobHash(content)
    if (content && oid !== null) blobs.set(oid, { oid, size: content.length, content })
    rows.push({ path, oid, mode: null, size: content?.length ?? size })
  }
  const { tables } = await storeRows(engine.db, slice, {
    rows: { repository_files: rows, blobs: [...blobs.values()] },
    owned: [{ repository_files: {} }],
    leaseSeconds,
    cursor: {
      stream: sourceStream,
      coverage: [],
      since: null,
      complete: true,
      sourceChangedOn: scene.repository?.updated_on ?? null,
    },
  })
  return { changed: countsOf(tables), requests: spent.requests }
}

/** As the branches tell it that were read before; null when there is nothing in the repository. */
async function mainHead({ engine, slice, scene }: Reader): Promise<string | null> {
  const branch = await engine.db
    .selectFrom('branches')
    .select('target')
    .where('workspace_id', '=', slice.workspaceId)
    .where('repository_id', '=', slice.repositoryId)
    .where('name', '=', scene.repository?.main_branch ?? '')
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return branch?.target ?? null
}

interface Listed {
  readonly path: string
  readonly size?: number | null
}

async function listFiles(reader: Reader, head: string, spent: { requests: number }): Promise<Listed[]> {
  const { path, query } = sourceStream.request(reader.scene.place, { from: null, to: null })
  const trail = new Set<string>()
  const files: Listed[] = []
  let seen = 0
  let step: StreamRequest | undefined = { path: `${path}/${head}/`, query }
  while (step) {
    const { answer, requests } = await getPage(reader, sourceStream, { ...step, trail })
    spent.requests += requests
    const lack = lackOf(answer, seen)
    if (lack) throw lack
    const items = itemsOf(sourceStream, answer.body)
    seen += items.length
    for (const item of items) {
      if (!Value.Check(Entry, item))
        throw new Failure('source_unreadable', {
          detail: 'An entry of the listing of files cannot be read.',
          data: { status: answer.status, excerpt: JSON.stringify(item)?.slice(0, 2048) },
        })
      // Submodules are other repositories.
      if (item.type === 'commit_file') files.push(item)
    }
    step = answer.next === undefined ? undefined : { path: answer.next, query: {} }
  }
  return files
}

/** Null when it is not there any more. */
async function readFile(
  { client, slice, scene, signal }: Reader,
  head: string,
  path: string,
): Promise<Buffer | null> {
  const base = sourceStream.request(scene.place, { from: null, to: null }).path
  const address = `${base}/${head}/${path.split('/').map(encodeURIComponent).join('/')}`
  const options = { stream: sourceStream.name, lane: slice.lane, signal, isFile: true }
  try {
    const { body } = await client.get(address, {}, options)
    return body as Buffer
  } catch (error) {
    if (error instanceof Failure && error.code === 'source_missing') return null
    throw error
  }
}

function notTheFile(path: string, content: Buffer): Failure {
  return new Failure('source_unreadable', {
    detail: `${path} is not as long as its listing says.`,
    data: { status: 200, excerpt: content.subarray(0, 2048).toString('utf8') },
  })
}

/** As git names it, so that contents that both ways brought are stored once. */
function blobHash(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex')
}
