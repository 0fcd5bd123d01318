import { nearest } from '../mapping/options.ts'
import type { Definition } from './blueprint.ts'
import type { Path } from './notes.ts'

/** Blueprints by their identifiers. */
export type World = ReadonlyMap<string, Definition>

/** Something of a blueprint that leads nowhere. */
export interface Broken {
  readonly path: Path
  readonly message: string
  readonly mended: string | null
}

/** What every entity has, whatever its blueprint says. */
const always = ['$title', '$identifier', '$icon', '$team', '$createdAt', '$updatedAt']
/** So many relations a mirror follows; more is none that anybody meant. */
const mostSteps = 8

/** Relations and mirrors that lead nowhere. A blueprint may refer to itself, as it is to be. */
export function brokenReferences(definition: Definition, world: World): Broken[] {
  const known = new Map(world).set(definition.identifier, definition)
  return [...brokenRelations(definition, known), ...brokenMirrors(definition, known)]
}

function brokenRelations({ relations = {} }: Definition, world: World): Broken[] {
  return Object.entries(relations).flatMap(([name, { target }]) => {
    if (world.has(target)) return []
    const path = ['relations', name, 'target']
    return [missing(path, `There is no blueprint ${target}.`, target, [...world.keys()])]
  })
}

function brokenMirrors(definition: Definition, world: World): Broken[] {
  return Object.entries(definition.mirrorProperties ?? {}).flatMap(([name, { path: way }]) => {
    const broken = brokenWay(['mirrorProperties', name, 'path'], way.split('.'), definition, world)
    return broken ? [broken] : []
  })
}

function brokenWay(path: Path, way: readonly string[], from: Definition, world: World): Broken | null {
  const last = way.at(-1) ?? ''
  const steps = way.slice(0, -1)
  if (steps.length === 0) {
    const message = 'A mirror leads along at least one relation to a property, such as repository.url.'
    return { path, message, mended: null }
  }
  if (steps.length > mostSteps)
    return { path, message: `It leads along more than ${mostSteps} relations.`, mended: null }
  let here = from
  for (const step of steps) {
    const relations: NonNullable<Definition['relations']> = here.relations ?? {}
    const relation = Object.hasOwn(relations, step) ? relations[step] : undefined
    if (!relation)
      return missing(path, `${here.identifier} has no relation ${step}.`, step, Object.keys(relations))
    const target = world.get(relation.target)
    // That it is not there is told of the relation itself.
    if (!target) return null
    here = target
  }
  const ends = [
    ...Object.keys(here.schema.properties),
    ...Object.keys(here.calculationProperties ?? {}),
    ...always,
  ]
  if (ends.includes(last)) return null
  if (Object.hasOwn(here.mirrorProperties ?? {}, last)) {
    const message = `${last} of ${here.identifier} is a mirror itself: lead to what it shows.`
    return { path, message, mended: null }
  }
  return missing(path, `${here.identifier} has no property ${last}.`, last, ends)
}

function missing(path: Path, message: string, word: string, known: readonly string[]): Broken {
  const mended = nearest(word, known)
  return { path, message: mended === null ? message : `${message} Did you mean ${mended}?`, mended }
}
