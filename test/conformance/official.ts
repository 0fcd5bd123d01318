import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { readJson } from './reference.ts'

type Tree = { [name: string]: unknown }

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function treeAt(value: unknown, ...path: readonly string[]): Tree | undefined {
  let at: unknown = value
  for (const name of path) at = isTree(at) ? at[name] : undefined
  return isTree(at) ? at : undefined
}

// Where recorded answers say null and the document does not allow it.
const nullable: Readonly<Record<string, readonly string[]>> = {
  pullrequest: ['merge_commit', 'closed_by'],
  pullrequest_endpoint: ['repository', 'commit'],
  participant: ['state', 'participated_on'],
  repository: ['parent', 'mainbranch'],
  issue: ['assignee', 'milestone', 'version', 'component', 'edited_on'],
  issue_comment: ['updated_on'],
  comment: ['updated_on'],
  diffstat: ['old', 'new'],
  branchrestriction: ['value'],
  commitstatus: ['refname'],
  tag: ['message', 'date', 'tagger'],
  task: ['resolved_on', 'resolved_by'],
  user: ['account_id', 'has_2fa_enabled'],
  workspace: ['updated_on'],
}

function membersOf(schema: unknown): Tree[] {
  if (!isTree(schema)) return []
  const own = isTree(schema.properties) ? [schema.properties] : []
  return [...own, ...(Array.isArray(schema.allOf) ? schema.allOf.flatMap(membersOf) : [])]
}

// The document forbids unknown members in `summary`, `content`, `links` and others, which carry some in every recording.
function loosen(value: unknown): void {
  if (Array.isArray(value)) for (const one of value) loosen(one)
  if (!isTree(value)) return
  if (value.additionalProperties === false) delete value.additionalProperties
  delete value.discriminator
  delete value.example
  for (const member of Object.values(value)) loosen(member)
}

function allowNulls(schemas: Tree): void {
  for (const [name, members] of Object.entries(nullable)) {
    for (const properties of membersOf(schemas[name])) {
      for (const member of members)
        if (member in properties) properties[member] = { anyOf: [properties[member], { type: 'null' }] }
    }
  }
  const [inline] = membersOf(schemas.comment).flatMap((properties) => membersOf(properties.inline))
  for (const side of ['from', 'to']) if (inline) inline[side] = { type: ['integer', 'null'] }
  // Condensed objects embedded in others lack their type, and an SSH address is no URI.
  schemas.object = { type: 'object' }
  for (const properties of membersOf(schemas.repository)) {
    const [link] = membersOf(treeAt(properties, 'links', 'properties', 'clone')?.items)
    if (link) link.href = { type: 'string' }
  }
  // The document says one string of an enumeration, every recording an array of them.
  for (const properties of membersOf(schemas.commit_file)) properties.attributes = { type: 'array' }
}

function enumerations(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(enumerations)
  if (!isTree(value)) return []
  const own = Array.isArray(value.enum) ? value.enum.map(String) : []
  return [...own, ...Object.values(value).flatMap(enumerations)]
}

export type Official = {
  readonly templates: readonly string[]
  // Every value of an enumeration, and every name of a schema: what a `type` may say.
  readonly values: ReadonlySet<string>
  // Undefined where the document gives no JSON schema.
  validator(template: string, method: string, status: number): ValidateFunction | undefined
  scopes(
    template: string,
    method: string,
  ): { classic: readonly string[]; apiToken: readonly string[] } | undefined
}

export function readOfficial(): Official {
  const document = readJson('bitbucket-cloud.openapi.json')
  const schemas = treeAt(document, 'components', 'schemas') ?? {}
  loosen(document)
  allowNulls(schemas)
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'official', ...(isTree(document) ? document : {}) })
  const paths = treeAt(document, 'paths') ?? {}
  const pointer = (name: string) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
  const operation = (template: string, method: string) => treeAt(paths, template, method.toLowerCase())
  return {
    templates: Object.keys(paths),
    values: new Set([...Object.keys(schemas), ...enumerations(schemas)]),
    validator(template, method, status) {
      const response = treeAt(
        operation(template, method),
        'responses',
        String(status),
        'content',
        'application/json',
      )
      if (!response?.schema) return undefined
      const parts = ['paths', template, method.toLowerCase(), 'responses', String(status), 'content']
      return ajv.compile({
        $ref: `official#/${[...parts, 'application/json', 'schema'].map(pointer).join('/')}`,
      })
    },
    scopes(template, method) {
      const found = operation(template, method)
      if (!found) return undefined
      const security = Array.isArray(found.security) ? found.security : []
      const granular = found['x-atlassian-oauth2-scopes']
      const classic = security.flatMap((one) => (isTree(one) ? Object.values(one).flat().map(String) : []))
      const apiToken = Array.isArray(granular)
        ? granular.flatMap((one) => (isTree(one) && Array.isArray(one.scopes) ? one.scopes.map(String) : []))
        : []
      return { classic: [...new Set(classic)].sort(), apiToken: [...new Set(apiToken)].sort() }
    },
  }
}
