import { Failure } from '../../errors.ts'
import type { Engine } from '../jq/engine.ts'
import type { Finding } from '../mapping/config.ts'
import { nearest } from '../mapping/options.ts'
import { type Definition, formats, type Property } from './blueprint.ts'
import { schemaReader } from './formats.ts'
import { Notes, type Path } from './notes.ts'
import { positionOf, readPlaces } from './places.ts'
import { brokenReferences, type World } from './references.ts'
import { schemaWords } from './schema-words.ts'
import { hasShape, isTooDeep } from './shape.ts'
import { compileProperty } from './values.ts'

export interface CheckedBlueprint {
  /** Null when there are errors. */
  readonly definition: Definition | null
  /** In the order of the text. */
  readonly findings: readonly Finding[]
}

/** Reads a blueprint that is written as JSON, and looks at everything in it. */
export async function checkBlueprint(engine: Engine, text: string, world: World): Promise<CheckedBlueprint> {
  const value = readJson(text)
  if (value instanceof Unreadable) return { definition: null, findings: [value.finding] }
  const places = readPlaces(text)
  const notes = new Notes(places)
  for (const path of places.twice) notes.problem(path, `${path.at(-1)} stands here twice.`)
  if (!hasShape(value, notes)) return answer(null, notes)
  checkProperties(value, notes)
  checkNames(value, notes)
  for (const { path, message, mended } of brokenReferences(value, world)) notes.problem(path, message, mended)
  await checkCalculations(engine, value, notes)
  return answer(value, notes)
}

/** The blueprint, when it has the shape of one, whatever else is wrong with it. */
export function readShape(text: string): Definition | null {
  const value = readJson(text)
  if (value instanceof Unreadable) return null
  return hasShape(value, new Notes(readPlaces(text))) ? value : null
}

/** As it is kept and shown: what has no text of its own is written so before it is looked at. */
export function writeBlueprint(definition: unknown): string {
  if (isTooDeep(definition)) throw new Failure('invalid_input', { detail: tooDeep })
  return JSON.stringify(definition, null, 2)
}

function answer(definition: Definition | null, notes: Notes): CheckedBlueprint {
  const findings = notes.findings.toSorted(
    (left, right) => left.line - right.line || left.column - right.column,
  )
  return { definition: notes.isWrong ? null : definition, findings }
}

const tooDeep = 'Its parts lie too deep in each other.'

/** Why a text is no JSON, and where. */
class Unreadable {
  readonly finding: Finding

  constructor(text: string, offset: number, message: string) {
    this.finding = { level: 'error', ...positionOf(text, offset), path: '', message, mended: null }
  }
}

function readJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isTooDeep(value) ? new Unreadable(text, 0, tooDeep) : value
  } catch (error) {
    const told = error instanceof Error ? error.message : ''
    const offset = /at position (\d+)/.exec(told)?.[1]
    const message = `It is no JSON: ${told.replace(/ in JSON at position.*| at position.*/, '')}.`
    return new Unreadable(text, offset === undefined ? text.length : Number(offset), message)
  }
}

function checkProperties({ schema: { properties, required = [] } }: Definition, notes: Notes): void {
  const ajv = schemaReader()
  const names = Object.keys(properties)
  for (const [at, name] of required.entries()) {
    if (names.includes(name)) continue
    const meant = nearest(name, names)
    notes.problem(
      ['schema', 'required', `${at}`],
      `There is no property ${name} that could be required.`,
      meant,
    )
  }
  for (const [name, property] of Object.entries(properties)) {
    const path = ['schema', 'properties', name]
    checkWords(property, path, notes)
    checkColours(property, path, notes)
    checkFormat(property, path, notes, Object.keys(ajv.formats))
    try {
      checkChoices(property, compileProperty(ajv, property), path, notes)
    } catch (error) {
      const told = error instanceof Error ? error.message : 'it cannot be read'
      const place =
        /regexp|pattern/i.test(told) && property.pattern !== undefined ? [...path, 'pattern'] : path
      notes.problem(place, `It is no schema that values can be checked by: ${told}.`)
    }
  }
}

function checkWords(property: Property, path: Path, notes: Notes): void {
  for (const word of Object.keys(property)) {
    if (schemaWords.includes(word)) continue
    const meant = nearest(word, schemaWords)
    const hint = meant === null ? '' : ` Did you mean ${meant}?`
    notes.warn(
      [...path, word],
      `It is kept, and changes nothing here: ${word} is no word of a property.${hint}`,
      meant,
    )
  }
}

function checkColours({ enum: choices = [], enumColors = {} }: Property, path: Path, notes: Notes): void {
  const known = choices.map(String)
  for (const name of Object.keys(enumColors)) {
    if (known.includes(name)) continue
    const message = `A colour is given to ${name}, which is no value of its enum.`
    notes.problem([...path, 'enumColors', name], message, nearest(name, known))
  }
}

function checkFormat({ format }: Property, path: Path, notes: Notes, known: readonly string[]): void {
  if (format === undefined || known.includes(format)) return
  const meant = nearest(format, formats)
  const hint = meant === null ? ` Known: ${formats.join(', ')}.` : ` Did you mean ${meant}?`
  notes.warn([...path, 'format'], `There is no format ${format}: any text is taken.${hint}`, meant)
}

function checkChoices(
  { enum: choices = [] }: Property,
  fits: (value: unknown) => boolean,
  path: Path,
  notes: Notes,
): void {
  for (const [at, choice] of choices.entries()) {
    if (!fits(choice))
      notes.warn(
        [...path, 'enum', `${at}`],
        `No value can be ${choice}: the rest of the property does not allow it.`,
      )
  }
}

/** Properties, mirrors and calculations are told apart by their names alone. */
function checkNames(
  { schema, mirrorProperties = {}, calculationProperties = {} }: Definition,
  notes: Notes,
): void {
  const taken = new Set(Object.keys(schema.properties))
  for (const [part, names] of [
    ['mirrorProperties', Object.keys(mirrorProperties)],
    ['calculationProperties', Object.keys(calculationProperties)],
  ] as const) {
    for (const name of names) {
      if (taken.has(name))
        notes.problem([part, name], `Something else of the blueprint is called ${name}, too.`)
      taken.add(name)
    }
  }
}

async function checkCalculations(engine: Engine, { calculationProperties = {} }: Definition, notes: Notes) {
  for (const [name, { calculation }] of Object.entries(calculationProperties)) {
    const problem = await engine.check(calculation)
    if (problem === null) continue
    notes.problem(['calculationProperties', name, 'calculation'], `jq does not take it: ${problem}`)
  }
}
