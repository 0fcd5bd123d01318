import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { isTooDeep } from '../blueprints/shape.ts'
import { isObject, type Json } from '../jq/json.ts'
import type { Selector } from '../mapping/config.ts'
import { filesFit, folderFits } from '../mapping/globs.ts'
import { readYaml } from '../yaml.ts'
import type { MappedRecord } from './record.ts'

interface FileRow {
  readonly path: string
  readonly size: string | null
  readonly oid: string | null
  /** Null where it was not read: it is no file that is wanted, too large, or not there yet. */
  readonly content: Buffer | null
}

/** Files are compared by path; which of them are read, a setting of the collection says. */
async function filesAt(
  db: Db,
  { workspaceId, repositoryId }: MappedRecord,
  paths: readonly string[] | null,
): Promise<FileRow[]> {
  const { rows } = await sql<FileRow>`
    select path, files.size, files.oid, content
      from repository_files files
      left join blobs on blobs.workspace_id = files.workspace_id and blobs.oid = files.oid and ${paths !== null}
     where files.workspace_id = ${workspaceId} and files.repository_id = ${repositoryId}
       and (${paths === null} or path = any(${[...(paths ?? [])]}::text[]))
     order by path`.execute(db)
  return rows
}

/** A repository with the files that its mapping wants beside it; null for one that is not there. */
export async function withIncludedFiles(
  db: Db,
  record: MappedRecord,
  wanted: readonly string[],
): Promise<MappedRecord> {
  if (wanted.length === 0 || !isObject(record.item)) return record
  const bare = (path: string) => path.replace(/^\.?\/+/, '')
  const rows = await filesAt(db, record, wanted.map(bare))
  const contents = new Map(rows.map(({ path, content }) => [path, content?.toString('utf8') ?? null]))
  const included = Object.fromEntries(wanted.map((path) => [path, contents.get(bare(path)) ?? null]))
  return { ...record, item: { ...record.item, __includedFiles: included } }
}

/** Folders of the main branch that a pattern fits, each once. */
export async function* foldersOf(
  db: Db,
  record: MappedRecord,
  { folders, includedFiles }: Selector,
): AsyncGenerator<MappedRecord> {
  const wanted = folders.flatMap(({ path, repos }) => {
    const isOne = repos.length === 0 || repos.some((name) => isNamed(record, name))
    return isOne ? [{ path, fits: folderFits(path) }] : []
  })
  if (wanted.length === 0) return
  const { item: repo } = await withIncludedFiles(db, record, includedFiles)
  const branch = mainBranchOf(repo)
  for (const folder of foldersIn(await filesAt(db, record, null))) {
    const found = wanted.find(({ fits }) => fits(folder))
    if (!found) continue
    const included = isObject(repo) && repo.__includedFiles !== undefined ? repo.__includedFiles : {}
    yield {
      ...record,
      key: folder,
      item: {
        folder: { type: 'commit_directory', path: folder },
        repo: record.item,
        pattern: found.path,
        branch,
        __includedFiles: included,
      },
    }
  }
}

function foldersIn(files: readonly FileRow[]): string[] {
  const folders = new Set<string>()
  for (const { path } of files) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at))
  }
  return [...folders].sort()
}

/** Files of the main branch that a pattern fits, read as what their name says they are. */
export async function* filesOf(
  db: Db,
  record: MappedRecord,
  { files, includedFiles }: Selector,
): AsyncGenerator<MappedRecord> {
  if (!files || (files.repos.length > 0 && !files.repos.some((name) => isNamed(record, name)))) return
  const fits = filesFit(files)
  const paths = (await filesAt(db, record, null)).map(({ path }) => path).filter(fits)
  if (paths.length === 0) return
  const { item: repo } = await withIncludedFiles(db, record, includedFiles)
  for (const { path, size, oid, content } of await filesAt(db, record, paths)) {
    const text = content?.toString('utf8') ?? null
    yield {
      ...record,
      key: path,
      item: {
        content: text === null || files.skipParsing ? text : parsed(path, text),
        metadata: { type: 'commit_file', path, size: size === null ? null : Number(size), hash: oid },
        repo: record.item,
        branch: mainBranchOf(record.item),
        ...(isObject(repo) && repo.__includedFiles !== undefined
          ? { __includedFiles: repo.__includedFiles }
          : {}),
      },
    }
  }
}

function isNamed({ repository, item }: MappedRecord, name: string): boolean {
  return name === repository || (isObject(item) && item.name === name)
}

function mainBranchOf(repo: Json): Json {
  return isObject(repo) && isObject(repo.mainbranch) ? (repo.mainbranch.name ?? null) : null
}

/** So many names for repeated parts may stand for others in a file that somebody wrote. */
const mostAliases = 100

/** What goes down further cannot be handed on. */
const deepest = 200

/** What cannot be parsed is the text that it is. Several YAML documents are a list. */
function parsed(path: string, text: string): Json {
  try {
    const value = valueIn(path, text)
    return isTooDeep(value, deepest) ? text : value
  } catch {
    return text
  }
}

function valueIn(path: string, text: string): Json {
  if (/\.json$/i.test(path)) return JSON.parse(text)
  if (!/\.ya?ml$/i.test(path)) return text
  const documents = readYaml(text)
  if (documents.length === 0 || documents.some(({ errors }) => errors.length > 0)) return text
  const values = documents.map((one) => one.toJS({ maxAliasCount: mostAliases }) as Json)
  return values.length === 1 ? (values[0] ?? null) : values
}
