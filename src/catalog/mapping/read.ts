import { mendQuotes } from '../jq/quotes.ts'
import {
  type EntityMapping,
  type Files,
  type Folder,
  type Jq,
  type Kind,
  kinds,
  type MappingConfig,
  type MappingFinding,
  type Resource,
  type Search,
  type SearchRule,
  type Selector,
} from './config.ts'
import { Place, TooManyAliases } from './document.ts'
import { FilterProblem, readFilter } from './filter-text.ts'
import { keysOf, pullRequestStates, selectorOptions, userRoles } from './options.ts'

export interface ReadMapping {
  /** Null when there are errors. */
  readonly config: MappingConfig | null
  readonly findings: readonly MappingFinding[]
  /** Every expression with the place where it stands, for the engine to look at. */
  readonly expressions: readonly Expression[]
}

interface Expression {
  readonly jq: Jq
  readonly place: Place
  /** What is mapped there; null where that is not known. */
  readonly kind: Kind | null
}

/** Reads a mapping, which may have been written for Port. Nothing of it is run. */
export function readMapping(text: string): ReadMapping {
  const findings: MappingFinding[] = []
  const reader = new Reader()
  try {
    const root = Place.read(text, findings)
    const config = root && reader.config(root)
    const isWrong = findings.some(({ level }) => level === 'error')
    return { config: isWrong ? null : config, findings, expressions: reader.expressions }
  } catch (error) {
    if (!(error instanceof TooManyAliases)) throw error
    const message = 'Parts of it are repeated by name so often that it would grow without end.'
    findings.push({ level: 'error', line: 1, column: 1, path: '', message, mended: null, edit: null })
    return { config: null, findings, expressions: [] }
  }
}

class Reader {
  readonly expressions: Expression[] = []
  #mapped: Kind | null = null

  config(place: Place): MappingConfig {
    if (!place.isObject) place.problem('A mapping is an object with a list of `resources`.')
    const given = place.entries(keysOf('mapping'))
    const resources = given.get('resources')
    if (!resources?.isList) (resources ?? place).problem('`resources` has to be a list of what is mapped.')
    return {
      createMissingRelatedEntities: this.#flag(given.get('createMissingRelatedEntities'), true),
      deleteDependentEntities: this.#flag(given.get('deleteDependentEntities'), true),
      enableMergeEntity: this.#flag(given.get('enableMergeEntity'), true),
      entityDeletionThreshold: this.#threshold(given.get('entityDeletionThreshold')),
      resources: (resources?.items() ?? []).flatMap((one) => this.#resource(one) ?? []),
    }
  }

  #threshold(place: Place | undefined): number {
    const usual = 0.9
    if (!place || place.isEmpty) return usual
    const value = place.scalar
    if (typeof value === 'number' && value >= 0 && value <= 1) return value
    place.mistake('The share of entities that may be deleted at once is a number from 0 to 1.', String(usual))
    return usual
  }

  #resource(place: Place): Resource | null {
    if (!place.isObject) {
      place.problem('Each of the resources is an object with `kind`, `selector` and `port`.')
      return null
    }
    const given = place.entries(keysOf('resource'))
    const kind = this.#kind(given.get('kind') ?? place)
    this.#mapped = kind
    const selector = this.#selector(given.get('selector'), place, kind)
    const port = this.#port(given.get('port'), place)
    return kind && selector && port && { kind, line: place.line, selector, ...port }
  }

  #kind(place: Place): Kind | null {
    const kind = kinds.find((one) => one === place.scalar)
    if (!kind) place.problem(`\`kind\` has to be one of ${kinds.join(', ')}.`)
    return kind ?? null
  }

  #selector(place: Place | undefined, resource: Place, kind: Kind | null): Selector | null {
    if (!place?.isObject) {
      ;(place ?? resource).problem(
        'A `selector` with a `query` says which records are mapped.',
        "query: 'true'",
      )
      return null
    }
    if (!kind) return null
    const given = place.entries(['query', ...selectorOptions[kind]])
    const query = given.get('query')
    if (!query || query.isEmpty)
      (query ?? place).problem('A `query` says which records are mapped; `true` maps all.', "query: 'true'")
    return {
      query: (query && this.#jq(query)) ?? 'true',
      repoQuery: this.#filter(given.get('repoQuery')),
      userRole: this.#role(given.get('userRole')),
      includedFiles: this.#included(given.get('includedFiles'), kind),
      pullRequestQuery: this.#filter(given.get('pullRequestQuery')),
      states: this.#choices(given.get('states'), pullRequestStates),
      maxResults: this.#count(given.get('maxResults')),
      since: this.#moment(given.get('since')),
      folders: kind === 'folder' ? this.#folders(given.get('folders'), place) : [],
      files: kind === 'file' ? this.#files(given.get('files'), place) : null,
    }
  }

  #included(place: Place | undefined, kind: Kind): string[] {
    const files = this.#texts(place)
    if (files.length > 0 && kind === 'pull-request')
      place?.warn('It changes nothing: files are included with repositories, folders and files.')
    return files
  }

  #folders(place: Place | undefined, selector: Place): Folder[] {
    if (!place?.isList) {
      ;(place ?? selector).problem('`folders` is a list, each with a `path`.')
      return []
    }
    return place.items().map((one) => {
      if (!one.isObject) one.problem('A folder is an object with a `path`.')
      const given = one.entries(keysOf('folder'))
      const repos = given.get('repos')
      return {
        path: this.#text(given.get('path')) ?? '',
        repos: (repos?.items() ?? []).map((repo) => this.#folderRepository(repo)),
      }
    })
  }

  #folderRepository(place: Place): string {
    if (!place.isObject)
      place.mistake(
        'A repository of a folder is an object with a `name`.',
        `name: ${place.source || 'a-repository'}`,
      )
    const given = place.entries(keysOf('folderRepository'))
    const branch = this.#text(given.get('branch'))
    if (branch !== null && branch !== 'default')
      given.get('branch')?.warn('It changes nothing: folders are those of the main branch.')
    return this.#text(given.get('name')) ?? ''
  }

  #files(place: Place | undefined, selector: Place): Files | null {
    if (!place?.isObject) {
      ;(place ?? selector).problem('`files` is one object with `path`, `filenames` and `repos`, and no list.')
      return null
    }
    const given = place.entries(keysOf('files'))
    return {
      path: this.#text(given.get('path')) ?? '*/',
      filenames: this.#texts(given.get('filenames')),
      repos: this.#texts(given.get('repos')),
      skipParsing: this.#flag(given.get('skipParsing'), false),
    }
  }

  #port(place: Place | undefined, resource: Place) {
    if (!place?.isObject) {
      ;(place ?? resource).problem('`port` says what becomes of a record: `entity: mappings: …`.')
      return null
    }
    const given = place.entries(keysOf('port'))
    const entity = given.get('entity')
    const mappings = entity?.isObject ? entity.entries(keysOf('made')).get('mappings') : undefined
    if (!mappings || !(mappings.isObject || mappings.isList)) {
      ;(mappings ?? entity ?? place).problem('`entity.mappings` has to be an object, or a list of them.')
      return null
    }
    const items = given.get('itemsToParse')
    return {
      itemsToParse: items ? this.#jq(items) : null,
      itemsToParseName: this.#text(given.get('itemsToParseName')) ?? 'item',
      itemsToParseTopLevelTransform: this.#flag(given.get('itemsToParseTopLevelTransform'), true),
      mappings: (mappings.isList ? mappings.items() : [mappings]).map((one) => this.#entity(one)),
    }
  }

  #entity(place: Place): EntityMapping {
    if (!place.isObject) place.problem('A mapping is an object with `identifier` and `blueprint`.')
    const given = place.entries(keysOf('entity'))
    for (const name of ['identifier', 'blueprint'])
      if (!given.has(name)) place.problem(`\`${name}\` has to be there.`)
    const optional = (name: string) => {
      const at = given.get(name)
      return at && !at.isEmpty ? this.#jq(at) : null
    }
    const identifier = given.get('identifier')
    const team = given.get('team')
    return {
      identifier: identifier ? this.#jqOrSearch(identifier) : '',
      blueprint: optional('blueprint') ?? '',
      title: optional('title'),
      icon: optional('icon'),
      team: team && !team.isEmpty ? this.#jqOrSearch(team) : null,
      properties: this.#named(given.get('properties'), (one) => this.#jq(one)),
      relations: this.#named(given.get('relations'), (one) => this.#jqOrSearch(one)),
    }
  }

  #named<T>(place: Place | undefined, read: (place: Place) => T): Record<string, T> {
    if (!place || place.isEmpty) return {}
    if (!place.isObject) place.problem('It has to be an object of names and expressions.')
    return Object.fromEntries([...place.entries()].map(([name, one]) => [name, read(one)]))
  }

  #jqOrSearch(place: Place): Jq | Search {
    return place.isObject ? this.#search(place) : this.#jq(place)
  }

  #search(place: Place): Search {
    const given = place.entries(keysOf('search'))
    const combinator = given.get('combinator')
    const rules = given.get('rules')
    if (!combinator) place.problem('A search has a `combinator`.', `combinator: '"and"'`)
    if (!rules?.isList) (rules ?? place).problem('A search has a list of `rules`.')
    return {
      combinator: combinator ? this.#jq(combinator) : '"and"',
      rules: (rules?.items() ?? []).map((rule) => this.#rule(rule)),
    }
  }

  #rule(place: Place): Search | SearchRule {
    if (place.entries().has('rules')) return this.#search(place)
    const given = place.entries(keysOf('rule'))
    const leaf = (name: string) => {
      const at = given.get(name)
      if (!at)
        place.problem(
          `A rule of a search has \`property\`, \`operator\` and \`value\`; \`${name}\` is missing.`,
        )
      return at ? this.#jq(at) : 'null'
    }
    return { property: leaf('property'), operator: leaf('operator'), value: leaf('value') }
  }

  /** A number or a yes is taken as it is written. */
  #jq(place: Place): Jq {
    const value = place.scalar
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      place.problem('It has to be a JQ expression.')
      return 'null'
    }
    const jq = typeof value === 'string' ? mendQuotes(value) : place.source
    this.expressions.push({ jq, place, kind: this.#mapped })
    return jq
  }

  #flag(place: Place | undefined, usual: boolean): boolean {
    if (!place || place.isEmpty) return usual
    if (typeof place.scalar === 'boolean') return place.scalar
    place.mistake('It has to be true or false.', String(usual))
    return usual
  }

  #text(place: Place | undefined): string | null {
    if (!place || place.isEmpty) return null
    if (typeof place.scalar === 'string') return place.scalar
    if (typeof place.scalar === 'number') return place.source
    place.problem('It has to be a text.')
    return null
  }

  #texts(place: Place | undefined): string[] {
    if (!place || place.isEmpty) return []
    if (!place.isList) place.problem('It has to be a list of texts.')
    return place.items().flatMap((one) => this.#text(one) ?? [])
  }

  #filter(place: Place | undefined): string | null {
    const text = this.#text(place)
    if (text === null) return null
    try {
      readFilter(text)
      return text
    } catch (error) {
      if (!(error instanceof FilterProblem)) throw error
      place?.problem(`The filter ${error.message}.`)
      return null
    }
  }

  /** Bitbucket is asked for everything that a credential may read, once, and not for each role. */
  #role(place: Place | undefined): string | null {
    const role = this.#choice(place, userRoles)
    if (role !== null)
      place?.warn('It changes nothing: all repositories are taken that the connection reads.')
    return role
  }

  #choice<T extends string>(place: Place | undefined, known: readonly T[]): T | null {
    if (!place || place.isEmpty) return null
    const found = known.find((one) => one === place.scalar)
    if (!found) place.problem(`It has to be one of ${known.join(', ')}.`)
    return found ?? null
  }

  #choices<T extends string>(place: Place | undefined, known: readonly T[]): T[] {
    if (!place || place.isEmpty) return []
    if (!place.isList) place.problem('It has to be a list.')
    return place.items().flatMap((one) => this.#choice(one, known) ?? [])
  }

  #count(place: Place | undefined): number | null {
    if (!place || place.isEmpty) return null
    const value = place.scalar
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
    place.problem('It has to be a whole number above 0.')
    return null
  }

  #moment(place: Place | undefined): string | null {
    const text = this.#text(place)
    if (text === null) return null
    if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) return text
    place?.problem('It has to be a day, such as 2026-01-31.')
    return null
  }
}
