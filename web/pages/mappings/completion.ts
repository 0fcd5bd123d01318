import type { Answered } from '../../api.ts'
import type { Completion, Place } from '../../ui/editor/place.ts'
import { readYaml } from '../../ui/editor/yaml-read.ts'
import { alternatives, choicesOf, type JsonSchema, schemasAt } from '../json-schema.ts'

type Definition = Answered<'blueprints', 'takeOut'>['blueprints'][number]

interface Known {
  readonly schema: JsonSchema
  readonly blueprints: readonly Definition[]
}

type ReadValue = (path: readonly string[]) => string | undefined

/** What may stand at a place of a mapping: what the schema knows, and what the blueprints are called and have. */
export function completionsAt({ path, kind }: Place, text: string, known: Known): readonly Completion[] {
  const { written } = readYaml(text)
  const values = new Map(
    written.flatMap((one) => (one.kind === 'value' ? [[one.path.join('\n'), one.text] as const] : [])),
  )
  const read: ReadValue = (at) => values.get(at.join('\n'))
  const found = schemasAt(known.schema, path, (one, at, part) =>
    isMeant(one, part, (key) => read([...at, key])),
  )
  return kind === 'key' ? keysAt(path, found, known, read) : valuesAt(path, found, known, read)
}

/** Of alternatives that a constant tells apart, such as the kind of a resource, those that say what is written. */
function isMeant(
  { properties = {} }: JsonSchema,
  part: string | undefined,
  read: (key: string) => string | undefined,
): boolean {
  return Object.entries(properties).every(([key, { const: only }]) => {
    const said = only === undefined || key === part ? undefined : read(key)
    return said === undefined || said === only
  })
}

function keysAt(
  path: readonly string[],
  found: readonly JsonSchema[],
  { schema, blueprints }: Known,
  read: ReadValue,
): readonly Completion[] {
  const keys = found.flatMap(({ properties = {} }) =>
    Object.entries(properties).map(([label, one]) => ({
      ...{ label, detail: one.description },
      holds: holdsOf(schema, one),
    })),
  )
  const named = namedAt(path, blueprints, read).map(([label, title]) => ({ label, detail: title }))
  return [...new Map([...keys, ...named].map((one) => [one.label, one])).values()]
}

const shapes: Readonly<Record<string, Completion['holds']>> = { object: 'object', array: 'list' }

/** An expression is what is mostly written where a search may stand, too. */
function holdsOf(schema: JsonSchema, one: JsonSchema): Completion['holds'] {
  const [first] = alternatives(schema, one)
  return typeof first?.type === 'string' ? shapes[first.type] : undefined
}

/** Properties and relations of the blueprint that the entity is of. */
function namedAt(
  path: readonly string[],
  blueprints: readonly Definition[],
  read: ReadValue,
): readonly (readonly [name: string, title: string | undefined])[] {
  const part = path.at(-1)
  if (!path.includes('mappings') || (part !== 'properties' && part !== 'relations')) return []
  const own = blueprintAt(path.slice(0, -1), blueprints, read)
  const named = part === 'properties' ? own?.schema.properties : own?.relations
  return Object.entries(named ?? {}).map(([name, { title }]) => [name, title])
}

function blueprintAt(
  entity: readonly string[],
  blueprints: readonly Definition[],
  read: ReadValue,
): Definition | undefined {
  const said = read([...entity, 'blueprint'])
  return said === undefined
    ? undefined
    : blueprints.find(({ identifier }) => JSON.stringify(identifier) === said)
}

function valuesAt(
  path: readonly string[],
  found: readonly JsonSchema[],
  { blueprints }: Known,
  read: ReadValue,
): readonly Completion[] {
  const isText = found.every(({ type }) => type !== 'boolean')
  const choices = choicesOf(found).map((one) => ({ ...asWritten(one), isText }))
  if (path.at(-1) === 'blueprint' && path.includes('mappings'))
    return blueprints.map(({ identifier, title }) => ({ ...asJq(identifier), detail: title }))
  return [...choices, ...lookedForAt(path, blueprints, read).map(asJq)]
}

/** What a search can go by: properties of the blueprint that the relation leads to. */
function lookedForAt(path: readonly string[], blueprints: readonly Definition[], read: ReadValue): string[] {
  if (path.at(-1) !== 'property' || !path.includes('rules')) return []
  const at = path.lastIndexOf('relations')
  const own = at < 0 ? undefined : blueprintAt(path.slice(0, at), blueprints, read)
  const target = own?.relations?.[path[at + 1] ?? '']?.target
  const other = blueprints.find(({ identifier }) => identifier === target)
  return ['$identifier', '$title', '$team', ...Object.keys(other?.schema.properties ?? {})]
}

/** A word that an expression says is found by its letters, without the quotation marks of JQ. */
function asWritten(choice: string): Completion {
  const [, word] = /^"([^"\\]+)"$/.exec(choice) ?? []
  return word === undefined ? { label: choice } : asJq(word)
}

function asJq(word: string): Completion {
  return { label: word, value: JSON.stringify(word) }
}
