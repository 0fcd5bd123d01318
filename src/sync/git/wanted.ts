import { sql } from 'kysely'
import type { Db } from '../../db/pool.ts'
import { storeRows } from '../batch.ts'
import type { Slice } from '../slice.ts'
import type { StreamRow } from '../stream.ts'
import type { Mirror } from './read.ts'

/** Names, in lower case, of files that say what a repository is, whose it is and what it is made of. */
const names: ReadonlySet<string> = new Set(
  [
    'codeowners owners bitbucket-pipelines.yml',
    'catalog-info.yaml catalog-info.yml cortex.yaml cortex.yml port.yml port.yaml opslevel.yml compass.yml service.datadog.yaml backstage.yaml',
    'package.json pnpm-workspace.yaml pom.xml build.gradle build.gradle.kts settings.gradle settings.gradle.kts',
    'go.mod cargo.toml pyproject.toml requirements.txt setup.cfg setup.py pipfile gemfile composer.json mix.exs',
    'build.sbt pubspec.yaml package.swift deno.json dockerfile chart.yaml openapi.yaml openapi.yml openapi.json',
    'swagger.yaml swagger.json directory.packages.props',
  ].flatMap((line) => line.split(' ')),
)
const patterns = [/^readme(\.[a-z]+)?$/, /\.(cs|fs|vb)proj$/, /\.gemspec$/]

/** Folders of what others wrote. */
const foreign = /(^|\/)(node_modules|vendor|third_party)\//

/** A larger one is known by its size alone. */
const largestContent = 1024 * 1024
/** Contents in one transaction, so that memory holds few of them. */
const batchBytes = 8 * 1024 * 1024

function isWanted(path: string): boolean {
  if (foreign.test(path)) return false
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return names.has(name) || patterns.some((pattern) => pattern.test(name))
}

interface WantedOptions {
  readonly leaseSeconds: number
  /** Brings contents, in one request for all of them. */
  fetchBlobs(oids: readonly string[]): Promise<void>
}

/** Stores the contents of wanted files that the workspace does not have yet, whichever repository they were first seen in. */
export async function storeWanted(
  db: Db,
  slice: Slice,
  { objects }: Mirror,
  files: readonly StreamRow[],
  { leaseSeconds, fetchBlobs }: WantedOptions,
): Promise<void> {
  const wanted = new Set(files.filter(({ path }) => isWanted(String(path))).map(({ oid }) => String(oid)))
  const missing = await unknownBlobs(db, slice, [...wanted])
  if (missing.length === 0) return
  await fetchBlobs(missing)
  let blobs: StreamRow[] = []
  let bytes = 0
  const flush = async () => {
    await storeRows(db, slice, { rows: { blobs }, leaseSeconds })
    blobs = []
    bytes = 0
  }
  for await (const { hash, content } of objects.read(missing)) {
    const kept = content.length <= largestContent
    blobs.push({ oid: hash, size: content.length, content: kept ? content : null })
    bytes += kept ? content.length : 0
    if (bytes >= batchBytes) await flush()
  }
  await flush()
}

async function unknownBlobs(db: Db, { workspaceId }: Slice, oids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ oid: string }>`
    select oid from unnest(${[...oids]}::text[]) as asked (oid)
     where not exists (select from blobs where workspace_id = ${workspaceId} and blobs.oid = asked.oid)`.execute(
    db,
  )
  return rows.map(({ oid }) => oid)
}

/** The files with the sizes of those whose contents are stored. */
export async function withSizes(
  db: Db,
  { workspaceId }: Slice,
  files: readonly StreamRow[],
): Promise<StreamRow[]> {
  const { rows } = await sql<{ oid: string; size: string }>`
    select oid, size from blobs
     where workspace_id = ${workspaceId} and oid = any(${files.map(({ oid }) => String(oid))}::text[])`.execute(
    db,
  )
  const sizes = new Map(rows.map(({ oid, size }) => [oid, size]))
  return files.map((file) => ({ ...file, size: sizes.get(String(file.oid)) ?? null }))
}
