import { templates } from '../../catalog/defaults/index.ts'
import { openEngine } from '../../catalog/jq/engine.ts'
import { tryMapping } from '../../catalog/mapping/try.ts'
import { mappings as resource } from '../contract/mappings.ts'
import { implement } from './route.ts'

const usualRecords = 5

export const mappings = implement(resource, {
  templates: async () => ({ items: [...templates] }),

  try: async ({ db, body: { text, records = usualRecords }, change }) => {
    // Of this request alone: an expression that does not end holds up nobody else's.
    const engine = openEngine()
    try {
      const { findings, resources } = await tryMapping({ db, engine }, text, records)
      const answer = {
        findings: [...findings],
        resources: resources.map(({ kind, line, records }) => ({
          ...{ kind, line },
          records: records.map(({ errors, entities, ...record }) => ({
            ...record,
            errors: [...errors],
            entities: [...entities],
          })),
        })),
      }
      const after = { findings: findings.length, resources: resources.length }
      return await change(async () => ({ answer, subject: null, after }))
    } finally {
      await engine.close()
    }
  },
})
