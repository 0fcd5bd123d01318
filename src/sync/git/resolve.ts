import { existsSync } from 'node:fs'
import { sql } from 'kysely'
import type { Config } from '../../config.ts'
import type { Db } from '../../db/pool.ts'
import type { HashResolver } from '../batch-hashes.ts'
import type { Slice } from '../slice.ts'
import { mirrorDirectory } from './mirror.ts'
import type { Mirror } from './read.ts'

const isPrefix = (text: string) => /^[0-9a-f]{4,40}$/.test(text)

/** Completes hashes while the mirror is at hand; without it they stay as short as Bitbucket shows them. */
export function resolverOf(
  db: Db,
  config: Pick<Config, 'dataDirectory'>,
  connection: { readonly source_access: string },
  slice: Slice,
): HashResolver | null {
  if (connection.source_access !== 'git' || slice.repositoryId === null) return null
  const directory = mirrorDirectory(config.dataDirectory, slice.workspaceId, slice.repositoryId)
  return existsSync(directory) ? resolverFor(db, slice) : null
}

/**
 * Looks for commits by the twelve characters that Bitbucket shows of their hashes: among those that were stored from
 * the mirror, which are all it ever had. A process of git for every page would cost more than the page.
 */
export function resolverFor(db: Db, { workspaceId, repositoryId }: Slice): HashResolver {
  return async (prefixes) => {
    const found = new Map<string, readonly string[]>(prefixes.map((prefix) => [prefix, []]))
    const { rows } = await sql<{ prefix: string; hashes: string[] }>`
      select prefix, array_agg(hash) as hashes
        from unnest(${[...found.keys()].filter(isPrefix)}::text[]) as asked (prefix)
        join commits on hash >= prefix and hash < prefix || 'g'
       where workspace_id = ${workspaceId} and repository_id = ${repositoryId}
       group by prefix`.execute(db)
    for (const { prefix, hashes } of rows) found.set(prefix, hashes)
    return found
  }
}

/** Commits that the mirror still has, by the beginnings of their hashes; one that is ambiguous is left out. */
export async function commitsIn(
  { objects }: Mirror,
  prefixes: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  // `^{commit}` looks among commits alone: a file with the same beginning is no rival.
  const found = await objects.look(prefixes.filter(isPrefix).map((prefix) => `${prefix}^{commit}`))
  const commits = [...found].filter(([, { type }]) => type === 'commit')
  return new Map(commits.map(([name, { hash }]) => [name.slice(0, -'^{commit}'.length), hash]))
}
