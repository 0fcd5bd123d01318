import type { Db } from '../../db/pool.ts'
import type { MappingConfig } from '../mapping/config.ts'
import { readMapping } from '../mapping/read.ts'

export interface ActiveMapping {
  readonly id: string
  readonly name: string
  readonly config: MappingConfig
}

/** Reads the mappings in use; each text once for as long as its version is the one in use. */
export type ActiveMappings = (db: Db) => Promise<readonly ActiveMapping[]>

export function openActiveMappings(): ActiveMappings {
  let read = new Map<string, ActiveMapping>()
  return async (db) => {
    const rows = await db
      .selectFrom('mappings')
      .innerJoin('mapping_versions', (join) =>
        join
          .onRef('mapping_versions.mapping_id', '=', 'mappings.id')
          .onRef('mapping_versions.version', '=', 'mappings.version'),
      )
      .select(['mappings.id', 'mappings.name', 'mappings.version', 'text'])
      .where('is_active', '=', true)
      .orderBy('mappings.id')
      .execute()
    const active = rows.flatMap(({ id, name, version, text }) => {
      const key = `${id} ${version}`
      const before = read.get(key)
      if (before) return [[key, { ...before, name }] as const]
      const { config } = readMapping(text)
      // It was whole when it was saved; what a newer version refuses maps nothing until somebody mends it.
      return config ? [[key, { id, name, config }] as const] : []
    })
    read = new Map(active)
    return [...read.values()]
  }
}
