import type { Db } from '../../db/pool.ts'
import type { Engine } from '../jq/engine.ts'
import type { Finding } from '../mapping/config.ts'
import type { Definition } from './blueprint.ts'
import { type CheckedBlueprint, checkBlueprint, readShape, writeBlueprint } from './check.ts'
import { isSame } from './list.ts'
import { Notes } from './notes.ts'
import { readPlaces } from './places.ts'
import { brokenReferences, type World } from './references.ts'
import { changeBlueprint, findLocked, makeBlueprint, mapAgain } from './save.ts'

export interface Brought {
  /** Null where it says none. */
  readonly identifier: string | null
  readonly outcome: 'made' | 'changed' | 'unchanged' | 'kept' | 'refused'
  readonly findings: readonly Finding[]
}

/** Blueprints that came together. */
export interface Sorted {
  /** Those that can be stored; what others lead to stands before them. */
  readonly fit: readonly Fit[]
  readonly refused: readonly Brought[]
}

interface Fit {
  readonly definition: Definition
  readonly findings: readonly Finding[]
}

/**
 * They may lead to each other, in circles too. Those that are wrong are left out, then those that lead nowhere
 * without them, until the rest stands.
 */
export async function sortOut(engine: Engine, given: readonly unknown[], world: World): Promise<Sorted> {
  const refused: Brought[] = []
  let fit: Fit[] = []
  const texts = given.map(writeBlueprint)
  const shapes = texts.map(readShape)
  const together = joined(world, shapes)
  for (const [at, text] of texts.entries()) {
    const shape = shapes[at]
    const identifier = shape?.identifier ?? identifierOf(given[at])
    const isAgain = shape && shapes.findIndex((one) => one?.identifier === identifier) < at
    const checked = isAgain ? again(text) : await checkBlueprint(engine, text, together)
    const { definition, findings } = checked
    if (definition) fit.push({ definition, findings })
    else refused.push({ identifier, outcome: 'refused', findings })
  }
  for (;;) {
    const rest = joined(
      world,
      fit.map(({ definition }) => definition),
    )
    const wrong = new Map(fit.map((one) => [one, danglingOf(one.definition, rest)] as const))
    const dangling = fit.filter((one) => wrong.get(one)?.length)
    if (dangling.length === 0) return { fit: inOrder(fit), refused }
    for (const one of dangling) {
      const findings = wrong.get(one) ?? []
      refused.push({ identifier: one.definition.identifier, outcome: 'refused', findings })
    }
    fit = fit.filter((one) => !dangling.includes(one))
  }
}

/** Stores those that fit. One that is there already and is another stays as it is, unless it is to be replaced. */
export async function bring(tx: Db, { fit, refused }: Sorted, replace: boolean): Promise<Brought[]> {
  const brought: Brought[] = []
  for (const { definition, findings } of fit) {
    const outcome = await store(tx, definition, replace)
    brought.push({ identifier: definition.identifier, outcome, findings })
  }
  if (brought.some(({ outcome }) => outcome === 'made' || outcome === 'changed')) await mapAgain(tx, null)
  return [...brought, ...refused]
}

async function store(tx: Db, definition: Definition, replace: boolean): Promise<Brought['outcome']> {
  const before = await findLocked(tx, definition.identifier)
  if (!before) {
    await makeBlueprint(tx, definition)
    return 'made'
  }
  if (isSame(before.definition, definition)) return 'unchanged'
  if (!replace) return 'kept'
  await changeBlueprint(tx, before, definition)
  return 'changed'
}

/** What it would be called, where it is no blueprint otherwise. */
function identifierOf(value: unknown): string | null {
  const isNamed = typeof value === 'object' && value !== null && 'identifier' in value
  return isNamed && typeof value.identifier === 'string' ? value.identifier : null
}

function again(text: string): CheckedBlueprint {
  const notes = new Notes(readPlaces(text))
  notes.problem(['identifier'], 'Another of those that came with it has the same identifier.')
  return { definition: null, findings: notes.findings }
}

function joined(world: World, more: readonly (Definition | null)[]): World {
  // Of two with one identifier the first is meant.
  return new Map([
    ...world,
    ...more.toReversed().flatMap((one) => (one ? [[one.identifier, one] as const] : [])),
  ])
}

function danglingOf(definition: Definition, world: World): readonly Finding[] {
  const broken = brokenReferences(definition, world)
  if (broken.length === 0) return []
  const notes = new Notes(readPlaces(writeBlueprint(definition)))
  for (const { path, message, mended } of broken) notes.problem(path, message, mended)
  return notes.findings
}

function inOrder(fit: readonly Fit[]): Fit[] {
  const byName = new Map(fit.map((one) => [one.definition.identifier, one]))
  const ordered = new Set<Fit>()
  const begun = new Set<Fit>()
  const visit = (one: Fit) => {
    if (begun.has(one)) return
    begun.add(one)
    for (const { target } of Object.values(one.definition.relations ?? {})) {
      const other = byName.get(target)
      if (other) visit(other)
    }
    ordered.add(one)
  }
  for (const one of fit) visit(one)
  return [...ordered]
}
