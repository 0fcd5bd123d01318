import { loadBlueprints } from '../../catalog/blueprints/stored.ts'
import { templates } from '../../catalog/defaults/index.ts'
import { shippedKinds } from '../../catalog/defaults/kinds.ts'
import { decideRemoval, heldRemovals } from '../../catalog/entities/decide.ts'
import { outcomesByKind, recordOutcomes } from '../../catalog/entities/outcomes.ts'
import { previewMapping } from '../../catalog/entities/preview.ts'
import { remapProgress, startRemap } from '../../catalog/entities/remap.ts'
import { type Engine, openEngine } from '../../catalog/jq/engine.ts'
import { optionsOf, queryDoc } from '../../catalog/mapping/options.ts'
import { mappingSchema } from '../../catalog/mapping/schema.ts'
import {
  entitiesOf,
  makeMapping,
  mappingVersions,
  removeMapping,
  type Saved,
  type StoredMapping,
  saveMapping,
  storedMapping,
  storedMappings,
  switchMapping,
} from '../../catalog/mapping/store.ts'
import { tryMapping } from '../../catalog/mapping/try.ts'
import type { Caller } from '../../people/caller.ts'
import { mappings as resource } from '../contract/mappings.ts'
import { byId, page, readCursor } from '../cursor.ts'
import { implement } from './route.ts'

const usualRecords = 5
const usualPreviewed = 2_000
const mostExamples = 50

export const mappings = implement(resource, {
  list: async ({ db }) => {
    const outcomes = await outcomesByKind(db)
    const items = (await storedMappings(db)).map((mapping) => {
      const own = outcomes.filter(({ mappingId }) => mappingId === mapping.id)
      return { ...shown(mapping), outcomes: own.map(({ mappingId: _, ...counts }) => counts) }
    })
    const remap = await remapProgress(db)
    return {
      items,
      remap: remap && {
        ...{ cause: remap.cause as 'mapping', subject: remap.subject, total: remap.total, done: remap.done },
        started_at: remap.startedAt.toISOString(),
        ended_at: remap.endedAt?.toISOString() ?? null,
      },
    }
  },

  get: async ({ db, params }) => {
    const mapping = await storedMapping(db, params.id)
    return { ...shown(mapping), text: mapping.text }
  },

  create: async ({ body, caller, change }) => {
    const person = personOf(caller)
    return withEngine((engine) =>
      change(async (tx) => {
        const saved = await makeMapping(tx, engine, { ...body, person })
        return { answer: told(saved), subject: subjectOf(saved.id, body.name), after: { version: 1 } }
      }),
    )
  },

  save: async ({ db, params: { id }, body, caller, change }) => {
    const before = await storedMapping(db, id)
    const person = personOf(caller)
    return withEngine((engine) =>
      change(async (tx) => {
        const saved = await saveMapping(tx, engine, { id, ...body, person })
        return {
          answer: told(saved),
          subject: subjectOf(id, before.name),
          before: { version: before.version },
          after: { version: saved.version, ...(body.restores && { restores: body.restores }) },
        }
      }),
    )
  },

  switch: async ({ params: { id }, body: { is_active }, change }) =>
    change(async (tx) => {
      const before = await storedMapping(tx, id)
      await switchMapping(tx, id, is_active)
      return {
        answer: { is_active },
        subject: subjectOf(id, before.name),
        before: { is_active: before.isActive },
        after: { is_active },
      }
    }),

  remove: async ({ params: { id }, change }) =>
    change(async (tx) => {
      const { name, version } = await storedMapping(tx, id)
      const entities = await entitiesOf(tx, id)
      await removeMapping(tx, id)
      return { answer: { entities }, subject: subjectOf(id, name), before: { version, entities } }
    }),

  versions: async ({ db, params: { id } }) => {
    await storedMapping(db, id)
    const versions = await mappingVersions(db, id)
    return {
      items: versions.map(({ version, text, restores, madeBy, madeAt }) => ({
        ...{ version, text, restores, made_by: madeBy, made_at: madeAt.toISOString() },
      })),
    }
  },

  records: async ({ db, params: { id }, query }) => {
    await storedMapping(db, id)
    const { cursor, limit = 50, kind = null, outcome = null } = query
    const after = readCursor('mapped-records', byId, cursor)?.[0] ?? null
    const rows = await recordOutcomes(db, { mappingId: id, kind, outcome, after, limit: limit + 1 })
    return page('mapped-records', rows, {
      limit,
      place: (row) => [row.id],
      item: ({ mappedAt, errors, ...row }) => ({
        ...row,
        errors: [...errors],
        mapped_at: mappedAt.toISOString(),
      }),
    })
  },

  templates: async () => ({ items: [...templates] }),

  kinds: async ({ db }) => {
    const stored = await loadBlueprints(db)
    return {
      items: shippedKinds.map(({ kind, doc, text, blueprint }) => ({
        ...{ kind, doc, text, options: [{ name: 'query', doc: queryDoc }, ...optionsOf(kind)] },
        blueprint: {
          identifier: blueprint.identifier,
          title: blueprint.title ?? blueprint.identifier,
          is_there: stored.has(blueprint.identifier),
          definition: blueprint,
        },
      })),
    }
  },

  schema: async () => mappingSchema,

  try: async ({ db, body: { text, records = usualRecords }, change }) =>
    withEngine(async (engine) => {
      const { findings, resources, answers } = await tryMapping({ db, engine }, text, records)
      const answer = {
        answers,
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
      return change(async () => ({ answer, subject: null, after }))
    }),

  preview: async ({ db, body, change }) => {
    const { text, mapping = null, records = usualPreviewed } = body
    return withEngine(async (engine) => {
      const { findings, partly, examples, ...counts } = await previewMapping(
        { db, engine },
        { text, mappingId: mapping },
        { records, examples: mostExamples },
      )
      const answer = {
        ...{ ...counts, findings: [...findings], partly: [...partly] },
        examples: examples.map(({ fields, ...example }) => ({ ...example, fields: [...fields] })),
      }
      return change(async () => ({ answer, subject: null, after: counts }))
    })
  },

  remap: async ({ change }) =>
    change(async (tx) => {
      await startRemap(tx, 'person', null)
      const total = (await remapProgress(tx))?.total ?? 0
      return { answer: { total }, subject: null, after: { total } }
    }),

  held: async ({ db }) => ({
    items: (await heldRemovals(db)).map(({ heldAt, examples, ...held }) => ({
      ...held,
      held_at: heldAt.toISOString(),
      examples: [...examples],
    })),
  }),

  decide: async ({ params: { id }, body: { decision }, caller, change }) =>
    change(async (tx) => {
      const { mapping, kind, gone } = await decideRemoval(tx, { id, decision, person: personOf(caller) })
      const subject = { kind: 'mapping', id, name: `${kind} by ${mapping}` }
      return { answer: { gone }, subject, after: { decision, gone } }
    }),
})

/** Of one request alone: an expression that does not end holds up nobody else's. */
async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = openEngine()
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

function shown({ id, name, isActive, version, shipped, updatedAt }: StoredMapping) {
  return { id, name, is_active: isActive, version, shipped, updated_at: updatedAt.toISOString() }
}

function told({ id, version, findings }: Saved) {
  return { id, version, findings: [...findings] }
}

function subjectOf(id: string, name: string) {
  return { kind: 'mapping', id, name }
}

/** The command line acts for nobody. */
function personOf(caller: Caller): string | null {
  return caller.person?.id ?? null
}
