import type { Kind } from './config.ts'

/** The keys of each part of a mapping, in the order they are usually written in, with what they say. */
const parts = {
  mapping: {
    resources: 'What is mapped, one after the other.',
    createMissingRelatedEntities: 'Whether relations make the entities that they lead to. True unless told.',
    deleteDependentEntities: 'Whether what depends on a removed entity goes with it. True unless told.',
    enableMergeEntity: 'Whether properties that others said are kept. True unless told.',
    entityDeletionThreshold: 'The share of entities that may go at once, from 0 to 1; more are held.',
  },
  resource: {
    kind: 'Which records are mapped.',
    selector: 'Which of them: a query, and options of the kind.',
    port: 'What becomes of them.',
  },
  port: {
    entity: 'What each record becomes.',
    itemsToParse: 'JQ that gives a list: each of its elements is mapped.',
    itemsToParseName: 'What an element is called in expressions; item unless told.',
    itemsToParseTopLevelTransform: 'Whether the list is left out of the record beside its elements.',
  },
  made: { mappings: 'The entity that a record becomes, or a list of them.' },
  entity: {
    identifier: 'JQ: what tells it apart from others of its blueprint, and never changes.',
    title: 'JQ: its name for people.',
    blueprint: 'JQ: the identifier of its blueprint, as text in text.',
    icon: 'JQ: name of an icon.',
    team: 'JQ, or a search: whose it is.',
    properties: 'Its properties, each with JQ.',
    relations: 'What it leads to: identifiers, each by JQ or a search.',
  },
  search: {
    combinator: 'Whether all rules have to hold, or one.',
    rules: 'What has to hold.',
  },
  rule: {
    property: 'JQ: a property, or $identifier, $title or $team.',
    operator: 'JQ: how it is compared.',
    value: 'JQ: with what.',
  },
  folder: {
    path: 'Pattern of folders: * is one folder, ** any number of them.',
    repos: 'In which repositories; in all unless told.',
  },
  folderRepository: {
    name: 'Slug of the repository.',
    branch: 'Read, and changes nothing: folders are those of the main branch.',
  },
  files: {
    path: 'Pattern of the path of a file.',
    filenames: 'Names that fit as a whole.',
    repos: 'In which repositories, by slug; in all unless told.',
    skipParsing: 'Whether JSON and YAML stay text.',
  },
} as const

export type Part = keyof typeof parts
export type KeyOf<P extends Part> = keyof (typeof parts)[P] & string

export function docsOf(part: Part): Readonly<Record<string, string>> {
  return parts[part]
}

export function keysOf(part: Part): readonly string[] {
  return Object.keys(parts[part])
}

/** What a selector has for every kind. */
export const queryDoc = 'JQ that says true or false: which records are mapped.'

const optionDocs = {
  repoQuery: "Which repositories, as a filter in the manner of Bitbucket's q.",
  userRole: 'Read, and changes nothing: all repositories are taken that the connection reads.',
  includedFiles: 'Files of the repository, put under .__includedFiles; null where there is none.',
  pullRequestQuery: "Which pull requests, as a filter in the manner of Bitbucket's q.",
  states: 'Pull requests of these states alone.',
  maxResults: 'So many pull requests of each repository, the last changed first.',
  since: 'Pull requests changed on this day or later, such as 2026-01-31.',
  folders: 'Which folders of the main branch.',
  files: 'Which files of the main branch.',
} as const

export type SelectorOption = keyof typeof optionDocs

/** Options that a selector has for a kind, beside `query`, which every kind has. */
export const selectorOptions: Readonly<Record<Kind, readonly SelectorOption[]>> = {
  project: [],
  repository: ['repoQuery', 'userRole', 'includedFiles'],
  'pull-request': [
    'repoQuery',
    'userRole',
    'includedFiles',
    'pullRequestQuery',
    'states',
    'maxResults',
    'since',
  ],
  folder: ['repoQuery', 'userRole', 'includedFiles', 'folders'],
  file: ['includedFiles', 'files'],
  user: [],
}

/** What the options of a kind say; files with pull requests are read and change nothing. */
export function optionsOf(kind: Kind): readonly { readonly name: SelectorOption; readonly doc: string }[] {
  return selectorOptions[kind].map((name) => {
    const isIdle = kind === 'pull-request' && name === 'includedFiles'
    return { name, doc: isIdle ? 'Read, and changes nothing for pull requests.' : optionDocs[name] }
  })
}

export const userRoles = ['member', 'contributor', 'admin', 'owner'] as const
export const pullRequestStates = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'] as const
export const combinators = ['and', 'or'] as const
export const operators = ['=', '!=', 'in', 'contains'] as const

/** The known word that was probably meant; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const one of known) {
    const far = distance(word.toLowerCase(), one.toLowerCase())
    if (far < least) {
      best = one
      least = far
    }
  }
  return best
}

/** Letters to add, to leave out, to replace or to exchange with the next, until one is the other. */
function distance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, at) => at)]
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const at = (up: number, back: number) => rows[row - up]?.[column - back] ?? 0
      const same = left[row - 1] === right[column - 1]
      let least = Math.min(at(1, 0) + 1, (line[column - 1] ?? 0) + 1, at(1, 1) + (same ? 0 : 1))
      const isExchanged = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      if (row > 1 && column > 1 && isExchanged) least = Math.min(least, at(2, 2) + 1)
      line.push(least)
    }
    rows.push(line)
  }
  return rows.at(-1)?.at(-1) ?? 0
}
