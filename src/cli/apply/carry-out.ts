import { sql } from 'kysely'
import { bring } from '../../catalog/blueprints/bring.ts'
import { loadBlueprints } from '../../catalog/blueprints/stored.ts'
import { putNow, readByHand, say } from '../../catalog/entities/by-hand.ts'
import { idsOf } from '../../catalog/entities/ensure.ts'
import { inFile, listNamedRepositories, nameExactly } from '../../catalog/entities/named-repositories.ts'
import type { Engine } from '../../catalog/jq/engine.ts'
import { makeMapping, saveMapping, storedMappings, switchMapping } from '../../catalog/mapping/store.ts'
import { type Db, transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { commandLine, record, type Subject } from '../../people/audit.ts'
import type { Statement } from './check.ts'
import type { Step } from './compare.ts'

export interface Done {
  readonly step: Step
  /** Why it was not applied; null when it was, or when there was nothing to do. */
  readonly problem: string | null
}

type Of<K extends Statement['kind']> = Step & { readonly statement: Extract<Statement, { kind: K }> }

/** Does what has been found to be right. What fails all the same hinders nothing that does not need it. */
export async function carryOut(db: Db, engine: Engine, steps: readonly Step[]): Promise<Done[]> {
  const open = steps.filter(({ way }) => way !== 'unchanged')
  const problems = new Map<Step, string>()
  await applyBlueprints(db, open.filter(isOf('Blueprint')), problems)
  for (const step of open.filter(isOf('Mapping'))) await applyMapping(db, engine, step, problems)
  const entities = open.filter(isOf('Entity'))
  for (let from = 0; from < entities.length; from += perTransaction)
    await applyEntities(db, entities.slice(from, from + perTransaction), problems)
  return steps.map((step) => ({ step, problem: problems.get(step) ?? null }))
}

/** They are put together at once, and locked until then. */
const perTransaction = 200

function isOf<K extends Statement['kind']>(kind: K): (step: Step) => step is Of<K> {
  return (step): step is Of<K> => step.statement.kind === kind
}

/** All or none: they lead to each other. */
async function applyBlueprints(db: Db, steps: readonly Of<'Blueprint'>[], problems: Map<Step, string>) {
  if (steps.length === 0) return
  const fit = steps.map(({ statement: { definition } }) => ({ definition, findings: [] }))
  try {
    await transaction(db, async (tx) => {
      const brought = await bring(tx, { fit, refused: [] }, true)
      const after = brought.map(({ identifier, outcome }) => ({ identifier, outcome }))
      await audit(tx, 'blueprint.import', null, { after })
    })
  } catch (error) {
    for (const step of steps) problems.set(step, messageOf(error))
  }
}

async function applyMapping(
  db: Db,
  engine: Engine,
  step: Of<'Mapping'>,
  problems: Map<Step, string>,
): Promise<void> {
  const { name, text, isActive } = step.statement
  try {
    await transaction(db, async (tx) => {
      const before = (await storedMappings(tx)).find((one) => one.name === name)
      let id = before?.id ?? ''
      const subject = () => ({ kind: 'mapping', id, name })
      if (!before) {
        id = (await makeMapping(tx, engine, { name, text, person: null })).id
        await audit(tx, 'mapping.create', subject(), { after: { version: 1 } })
      } else if (before.text !== text) {
        const { version } = await saveMapping(tx, engine, { id, text, version: before.version, person: null })
        await audit(tx, 'mapping.save', subject(), {
          before: { version: before.version },
          after: { version },
        })
      }
      const wasActive = before?.isActive ?? true
      if (isActive === null || isActive === wasActive) return
      await switchMapping(tx, id, isActive)
      await audit(tx, 'mapping.switch', subject(), {
        before: { is_active: wasActive },
        after: { is_active: isActive },
      })
    })
  } catch (error) {
    problems.set(step, messageOf(error))
  }
}

async function applyEntities(db: Db, steps: readonly Of<'Entity'>[], problems: Map<Step, string>) {
  const failed = new Map<Step, string>()
  try {
    await transaction(db, async (tx) => {
      const blueprints = await loadBlueprints(tx, [
        ...new Set(steps.map(({ statement }) => statement.blueprint)),
      ])
      const ids: string[] = []
      for (const step of steps) {
        const { blueprint: blueprintName, identifier, name, said, named } = step.statement
        await sql`savepoint entity`.execute(tx)
        try {
          const blueprint = blueprints.get(blueprintName)
          if (!blueprint)
            throw new Failure('not_found', { detail: `There is no blueprint ${blueprintName}.` })
          const [known] = (await idsOf(tx, [{ blueprintId: blueprint.id, identifier }])).values()
          const before = known === undefined ? null : await readAll(tx, known, named !== null)
          const id = await say(tx, blueprint, identifier, 'hand', said)
          if (named) await nameExactly(tx, id, named)
          const action = step.way === 'created' ? 'entity.create' : 'entity.update'
          const after = await readAll(tx, id, named !== null)
          await audit(tx, action, { kind: 'entity', id, name }, { before, after })
          await sql`release savepoint entity`.execute(tx)
          ids.push(id)
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          await sql`rollback to savepoint entity`.execute(tx)
          failed.set(step, error.message)
        }
      }
      if (ids.length > 0) await putNow(tx, ids)
    })
    for (const [step, problem] of failed) problems.set(step, problem)
  } catch (error) {
    for (const step of steps) problems.set(step, failed.get(step) ?? messageOf(error))
  }
}

/** What is said of an entity by hand, with the repositories that are named for it where the document speaks of them. */
async function readAll(tx: Db, id: string, withNames: boolean) {
  const said = await readByHand(tx, id)
  if (!said || !withNames) return said
  return { ...said, repositories: (await listNamedRepositories(tx, id)).map(inFile) }
}

/** Anything that is none of our own words is a fault of the program, and ends it. */
function messageOf(error: unknown): string {
  if (error instanceof Failure) return error.message
  throw error
}

function audit(
  tx: Db,
  action: string,
  subject: Subject | null,
  what: { readonly before?: unknown; readonly after: unknown },
): Promise<void> {
  return record(tx, { actor: commandLine, action, subject, ...what, outcome: 'done' })
}
