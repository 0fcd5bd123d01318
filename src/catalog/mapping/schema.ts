import { type TSchema, Type } from '@sinclair/typebox'
import { type Kind, kinds } from './config.ts'
import {
  combinators,
  docsOf,
  type KeyOf,
  operators,
  optionsOf,
  type Part,
  pullRequestStates,
  queryDoc,
  type SelectorOption,
  userRoles,
} from './options.ts'

/** A number or a yes is taken as it is written. */
const expression = { type: ['string', 'number', 'boolean'] }
const Jq = Type.Unsafe(expression)
const JqOrSearch = Type.Union([Jq, part('search')])
const Flag = Type.Boolean()
const Texts = Type.Array(Type.String())

const options: Readonly<Record<SelectorOption, TSchema>> = {
  repoQuery: Type.String(),
  userRole: oneOf(userRoles),
  includedFiles: Type.Array(Type.String({ examples: ['README.md', 'CODEOWNERS'] })),
  pullRequestQuery: Type.String(),
  states: Type.Array(oneOf(pullRequestStates)),
  maxResults: Type.Integer({ minimum: 1 }),
  since: Type.String(),
  folders: Type.Array(part('folder')),
  files: part('files'),
}

/** What stands under keys, where it is more than an expression. */
const values: { readonly [P in Part]?: { readonly [K in KeyOf<P>]?: TSchema } } = {
  mapping: {
    resources: Type.Array(Type.Union(kinds.map(resourceOf))),
    createMissingRelatedEntities: Flag,
    deleteDependentEntities: Flag,
    enableMergeEntity: Flag,
    entityDeletionThreshold: Type.Number({ minimum: 0, maximum: 1 }),
  },
  port: {
    entity: part('made'),
    itemsToParseName: Type.String(),
    itemsToParseTopLevelTransform: Flag,
  },
  made: { mappings: oneOrMore(part('entity')) },
  entity: {
    identifier: JqOrSearch,
    team: JqOrSearch,
    properties: Type.Record(Type.String(), Jq),
    relations: Type.Record(Type.String(), JqOrSearch),
  },
  search: {
    combinator: textOf(combinators),
    rules: Type.Array(Type.Union([part('search'), part('rule')])),
  },
  rule: { operator: textOf(operators) },
  folder: { path: Type.String(), repos: Type.Array(part('folderRepository')) },
  folderRepository: { name: Type.String(), branch: Type.String() },
  files: { path: Type.String(), filenames: Texts, repos: Texts, skipParsing: Flag },
}

const required: { readonly [P in Part]?: readonly KeyOf<P>[] } = {
  mapping: ['resources'],
  port: ['entity'],
  made: ['mappings'],
  entity: ['identifier', 'blueprint'],
  search: ['combinator', 'rules'],
  rule: ['property', 'operator', 'value'],
}

/** What a mapping may consist of, as JSON schema, from the lists that reading it goes by. */
export const mappingSchema = Type.Unsafe({
  ...objectOf('mapping'),
  description: 'A mapping, as Port writes it; the kind user, and options of pull requests, are ours.',
  $defs: Object.fromEntries(
    (['port', 'made', 'entity', 'search', 'rule', 'folder', 'folderRepository', 'files'] as const).map(
      (name) => [name, objectOf(name)],
    ),
  ),
})

function objectOf(name: Part): TSchema {
  const own: Readonly<Record<string, TSchema>> = values[name] ?? {}
  const properties = Object.entries(docsOf(name)).map(
    ([key, description]) => [key, { ...(own[key] ?? Jq), description }] as const,
  )
  return closed(Object.fromEntries(properties), required[name] ?? [])
}

/** One of each kind, since the kind says which options its selector has. */
function resourceOf(kind: Kind): TSchema {
  const docs = docsOf('resource')
  const own: Readonly<Record<string, TSchema>> = {
    kind: Type.Literal(kind),
    selector: selectorOf(kind),
    port: part('port'),
  }
  const properties = Object.keys(docs).map((key) => [key, { ...own[key], description: docs[key] }] as const)
  return closed(Object.fromEntries(properties), Object.keys(docs))
}

function selectorOf(kind: Kind): TSchema {
  const own = optionsOf(kind).map(({ name, doc }) => [name, { ...options[name], description: doc }] as const)
  const query = { ...expression, description: queryDoc, examples: ['true'] }
  const needed = own.flatMap(([name]) => (name === 'folders' || name === 'files' ? [name] : []))
  return closed({ query, ...Object.fromEntries(own) }, ['query', ...needed])
}

function closed(properties: Readonly<Record<string, unknown>>, needed: readonly string[]): TSchema {
  return Type.Unsafe({
    ...{ type: 'object', properties, additionalProperties: false },
    ...(needed.length > 0 ? { required: needed } : {}),
  })
}

function part(name: Part): TSchema {
  return Type.Unsafe({ $ref: `#/$defs/${name}` })
}

function oneOrMore(one: TSchema): TSchema {
  return Type.Union([one, Type.Array(one)])
}

function oneOf(words: readonly string[]): TSchema {
  return Type.Union(words.map((one) => Type.Literal(one)))
}

/** JQ that says a word: the word in quotation marks of JQ. */
function textOf(words: readonly string[]): TSchema {
  return Type.Unsafe({ ...expression, examples: words.map((one) => JSON.stringify(one)) })
}
