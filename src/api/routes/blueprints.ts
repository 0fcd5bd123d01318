import { type Blueprint, Definition } from '../../catalog/blueprints/blueprint.ts'
import { bring, sortOut } from '../../catalog/blueprints/bring.ts'
import { checkBlueprint, writeBlueprint } from '../../catalog/blueprints/check.ts'
import { type Impact, impactOf } from '../../catalog/blueprints/impact/impact.ts'
import { getBlueprint, type ListedBlueprint, listBlueprints } from '../../catalog/blueprints/list.ts'
import type { World } from '../../catalog/blueprints/references.ts'
import {
  changeBlueprint,
  lockBlueprint,
  makeBlueprint,
  mapAgain,
  referrersOf,
  removeBlueprint,
} from '../../catalog/blueprints/save.ts'
import { loadBlueprints } from '../../catalog/blueprints/stored.ts'
import { shippedBlueprints } from '../../catalog/defaults/blueprints.ts'
import { portBlueprints } from '../../catalog/defaults/blueprints-port.ts'
import { type Engine, openEngine } from '../../catalog/jq/engine.ts'
import type { Finding } from '../../catalog/mapping/config.ts'
import type { Db } from '../../db/pool.ts'
import type { Subject } from '../../people/audit.ts'
import { blueprints as resource } from '../contract/blueprints.ts'
import { byValue, page, readCursor } from '../cursor.ts'
import { invalidInput } from '../problems.ts'
import { implement } from './route.ts'

export const blueprints = implement(resource, {
  list: async ({ db, query }) => {
    const { cursor, limit = 50, ...filter } = query
    const list = `blueprints ${filter.sort ?? ''}`
    const rows = await listBlueprints(db, filter, readCursor(list, byValue, cursor), limit + 1)
    return page(list, rows, { limit, place: (row) => [row.sortValue, row.id], item: listed })
  },

  get: async ({ db, params }) => {
    const answer = await answerOf(db, params.identifier)
    return { answer, version: answer.revision }
  },

  create: async ({ db, body, change }) => {
    const definition = await demand(db, body.definition)
    return change(async (tx) => {
      const made = await makeBlueprint(tx, definition)
      await mapAgain(tx, made.identifier)
      const answer = await answerOf(tx, made.identifier)
      return { answer, subject: subjectOf(made), after: definition }
    })
  },

  update: async ({ db, params, body, change, expectVersion }) => {
    const definition = await demand(db, body.definition)
    return change(async (tx) => {
      const before = await lockBlueprint(tx, params.identifier)
      expectVersion(before.revision)
      const { after, matters } = await changeBlueprint(tx, before, definition)
      if (matters) await mapAgain(tx, after.identifier)
      return {
        answer: await answerOf(tx, after.identifier),
        version: after.revision,
        subject: subjectOf(after),
        before: before.definition,
        after: definition,
      }
    })
  },

  remove: async ({ params, query, change }) =>
    change(async (tx) => {
      const blueprint = await lockBlueprint(tx, params.identifier)
      const entities = await removeBlueprint(tx, blueprint, query.entities ?? false)
      await mapAgain(tx, blueprint.identifier)
      const before = { ...blueprint.definition, entities }
      return { answer: undefined, subject: subjectOf(blueprint), before }
    }),

  templates: async ({ db }) => {
    const stored = await loadBlueprints(db)
    return {
      items: shippedBlueprints.map((definition) => ({
        identifier: definition.identifier,
        title: definition.title ?? definition.identifier,
        of: portBlueprints.includes(definition) ? ('port' as const) : ('windlass' as const),
        description: definition.description ?? null,
        is_there: stored.has(definition.identifier),
        definition,
      })),
    }
  },

  schema: async () => Definition,

  check: async ({ db, body, change }) => {
    const stored = await loadBlueprints(db)
    const { definition, findings } = await withEngine((engine) =>
      checkBlueprint(engine, body.text, worldOf(stored)),
    )
    const before = definition && stored.get(definition.identifier)
    const impact = definition && before ? await impactOf(db, before, definition, worldOf(stored)) : null
    const answer = { findings: [...findings], impact: impact && writable(impact) }
    return change(async () => ({ answer, subject: null, after: { findings: findings.length } }))
  },

  bring: async ({ db, body, change }) => {
    const given = Array.isArray(body.blueprints) ? body.blueprints : [body.blueprints]
    const sorted = await withEngine(async (engine) =>
      sortOut(engine, given, worldOf(await loadBlueprints(db))),
    )
    return change(async (tx) => {
      const brought = await bring(tx, sorted, body.replace ?? false)
      const items = brought.map((one) => ({ ...one, findings: [...one.findings] }))
      const after = items.map(({ identifier, outcome }) => ({ identifier, outcome }))
      return { answer: { items }, subject: null, after }
    })
  },

  takeOut: async ({ db }) => ({
    blueprints: [...(await loadBlueprints(db)).values()].map(({ definition }) => definition),
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

/** A definition that can be stored; anything else is refused with all that is wrong with it. */
async function demand(db: Db, given: unknown): Promise<Definition> {
  const world = worldOf(await loadBlueprints(db))
  const { definition, findings } = await withEngine((engine) =>
    checkBlueprint(engine, writeBlueprint(given), world),
  )
  if (!definition) throw invalidInput(findings.filter(({ level }) => level === 'error').map(problemOf))
  return definition
}

function problemOf({ path, message }: Finding) {
  return { path: path === '' ? 'definition' : `definition.${path}`, message: message.replace(/\.$/, '') }
}

function worldOf(stored: ReadonlyMap<string, Blueprint>): World {
  return new Map([...stored].map(([identifier, { definition }]) => [identifier, definition]))
}

async function answerOf(db: Db, identifier: string) {
  const { title, definition, shipped, revision, ...blueprint } = await getBlueprint(db, identifier)
  return {
    ...{ identifier, title, definition, shipped, revision },
    entities: blueprint.entities,
    referrers: await referrersOf(db, identifier),
    is_changed: blueprint.isChanged,
    created_at: blueprint.createdAt.toISOString(),
    updated_at: blueprint.updatedAt.toISOString(),
  }
}

function listed({ identifier, title, definition, entities, shipped, ...blueprint }: ListedBlueprint) {
  return {
    ...{ identifier, title, entities, shipped },
    description: definition.description ?? null,
    properties: Object.keys(definition.schema.properties).length,
    relations: Object.keys(definition.relations ?? {}).length,
    is_changed: blueprint.isChanged,
    updated_at: blueprint.updatedAt.toISOString(),
  }
}

function writable({ entities, values, missing, relations, blueprints }: Impact) {
  const lists = (affected: Impact['values']) =>
    affected.map((one) => ({ ...one, examples: [...one.examples] }))
  return {
    entities,
    values: lists(values),
    missing: lists(missing),
    relations: lists(relations),
    blueprints: [...blueprints],
  }
}

function subjectOf({ id, identifier }: Blueprint): Subject {
  return { kind: 'blueprint', id, name: identifier }
}
