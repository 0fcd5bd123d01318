import { type Static, Type } from '@sinclair/typebox'
import { ToCreate } from '../../api/contract/entity-shapes.ts'
import { MappingName, MappingText } from '../../api/contract/mapping-shapes.ts'
import { saidOf } from '../../api/entity-answers.ts'
import { checkOf } from '../../api/validate.ts'
import type { Definition } from '../../catalog/blueprints/blueprint.ts'
import { checkBlueprint, readShape, writeBlueprint } from '../../catalog/blueprints/check.ts'
import type { World } from '../../catalog/blueprints/references.ts'
import { problemsOf } from '../../catalog/entities/by-hand.ts'
import type { Named } from '../../catalog/entities/named-repositories.ts'
import type { Said } from '../../catalog/entities/said.ts'
import type { Engine } from '../../catalog/jq/engine.ts'
import { checkMapping } from '../../catalog/mapping/check.ts'
import { nearest } from '../../catalog/mapping/options.ts'
import type { Document } from './documents.ts'
import { NamedInFile, namedOf } from './named.ts'

/** In the order in which they can be applied: what comes later is about what came before. */
const kinds = ['Blueprint', 'Mapping', 'Entity'] as const
export type Kind = (typeof kinds)[number]

/** What a document says. */
export type Statement =
  | { readonly kind: 'Blueprint'; readonly name: string; readonly definition: Definition }
  | {
      readonly kind: 'Mapping'
      readonly name: string
      readonly text: string
      /** Null where it is not said. */
      readonly isActive: boolean | null
    }
  | {
      readonly kind: 'Entity'
      readonly name: string
      readonly blueprint: string
      readonly identifier: string
      readonly said: Said
      /** The repositories that are named for it; null where it is not said. */
      readonly named: readonly Named[] | null
    }

export interface Checked {
  readonly document: Document
  /** Null when it is wrong. */
  readonly statement: Statement | null
}

const closed = { additionalProperties: false } as const

/** Beside `kind`, what the API takes when one is made. */
const shapes = {
  Blueprint: checkOf(Type.Object({ definition: Type.Object({}, { additionalProperties: true }) }, closed)),
  Mapping: checkOf(
    Type.Object({ name: MappingName, text: MappingText, is_active: Type.Optional(Type.Boolean()) }, closed),
  ),
  Entity: checkOf(Type.Object({ ...ToCreate.properties, repositories: Type.Optional(NamedInFile) }, closed)),
}

/** What is stored, which documents may speak of. */
export interface Stored {
  readonly blueprints: World
  /** The id of each connection, by its alias. */
  readonly connections: ReadonlyMap<string, string>
}

/** Looks at all documents together; what is wrong is told to each. */
export async function checkDocuments(
  engine: Engine,
  documents: readonly Document[],
  { blueprints, connections }: Stored,
): Promise<Checked[]> {
  const sorted = documents.map((document) => ({ document, kind: kindOf(document) }))
  const together = new Map(blueprints)
  for (const { document, kind } of sorted.toReversed()) {
    const shape = kind === 'Blueprint' ? shapeOf(document) : null
    // Of two with one identifier the first is meant.
    if (shape) together.set(shape.identifier, shape)
  }
  const checked: Checked[] = []
  const first = new Map<string, Document>()
  for (const { document, kind } of sorted) {
    const statement =
      kind && (await statementOf(engine, document, kind, { blueprints: together, connections }))
    if (statement) tellTwice(first, document, statement)
    checked.push({ document, statement: document.isWrong ? null : statement })
  }
  return checked
}

function kindOf(document: Document): Kind | null {
  if (document.isWrong) return null
  const { kind, ...rest } = document.value
  const found = kinds.find((one) => one === kind)
  if (found) {
    for (const { path, message } of shapes[found](rest))
      document.problem(path === 'the value' ? '' : path, `It ${message}.`)
    return document.isWrong ? null : found
  }
  const meant = typeof kind === 'string' ? nearest(kind, kinds) : null
  document.problem('kind', `\`kind\` has to be one of ${kinds.join(', ')}.`, meant)
  return null
}

function shapeOf({ value }: Document): Definition | null {
  return readShape(writeBlueprint(value.definition))
}

async function statementOf(
  engine: Engine,
  document: Document,
  kind: Kind,
  stored: Stored,
): Promise<Statement | null> {
  if (kind === 'Blueprint') return blueprintOf(engine, document, stored.blueprints)
  return kind === 'Mapping' ? mappingOf(engine, document) : entityOf(document, stored)
}

async function blueprintOf(engine: Engine, document: Document, world: World): Promise<Statement | null> {
  const { definition, findings } = await checkBlueprint(
    engine,
    writeBlueprint(document.value.definition),
    world,
  )
  for (const finding of findings) document.found('definition', finding)
  return definition && { kind: 'Blueprint', name: definition.identifier, definition }
}

async function mappingOf(engine: Engine, document: Document): Promise<Statement> {
  // Its shape was checked.
  const { name, text, is_active } = document.value as { name: string; text: string; is_active?: boolean }
  const { findings } = await checkMapping(engine, text)
  for (const finding of findings) document.foundInText('text', finding)
  return { kind: 'Mapping', name, text, isActive: is_active ?? null }
}

function entityOf(document: Document, stored: Stored): Statement | null {
  const { blueprint, identifier, repositories, ...rest } = document.value as Parameters<typeof saidOf>[0] & {
    readonly blueprint: string
    readonly identifier: string
    readonly repositories?: Static<typeof NamedInFile>
  }
  const named = repositories ? namedOf(document, repositories, stored.connections) : null
  const definition = stored.blueprints.get(blueprint)
  if (!definition) {
    document.problem(
      'blueprint',
      `There is no blueprint ${blueprint}.`,
      nearest(blueprint, [...stored.blueprints.keys()]),
    )
    return null
  }
  const said = saidOf(rest)
  for (const { field, message } of problemsOf({ definition }, identifier, said))
    document.problem(field, `${message[0]?.toUpperCase()}${message.slice(1)}.`)
  return { kind: 'Entity', name: `${blueprint}/${identifier}`, blueprint, identifier, said, named }
}

function tellTwice(first: Map<string, Document>, document: Document, { kind, name }: Statement): void {
  const key = `${kind} ${name}`
  const before = first.get(key)
  if (!before) first.set(key, document)
  else document.problem('', `${before.file}, line ${before.line}, says another ${kind} ${name}.`)
}
