import type { Json, JsonObject } from '../jq/json.ts'

/** What is stored of a repository, as far as an entity may get it. */
export interface RepositoryFacts {
  readonly workspace: string
  readonly slug: string
  readonly name: string
  readonly description: string | null
  readonly website: string | null
  readonly language: string | null
  readonly is_private: boolean | null
  readonly main_branch: string | null
  readonly project_key: string | null
  readonly project_name: string | null
}

/** Where the tags of a repository come from: in Bitbucket Cloud it has none of its own. */
export type TagSource = 'project_key' | 'none'

/** Fields of a repository that an entity may get, by the names that Harness gives them; others are ours. */
export const fieldNames = [
  'name',
  'url',
  'description',
  'project',
  'default_branch',
  'tags',
  'is_private',
  'slug',
  'full_name',
  'language',
  'website',
] as const
export type FieldName = (typeof fieldNames)[number]

/** Which value of a repository can be compared with entities. */
const ingestedPaths = ['name', 'slug', 'full_name', 'url', 'project.key', 'project.name'] as const
export type IngestedPath = (typeof ingestedPaths)[number]

const site = 'https://bitbucket.org'

/** What an entity gets of a repository: the fields that were chosen, and its name in any case. */
export function ingestedOf(
  facts: RepositoryFacts,
  fields: readonly string[],
  tagsFrom: string,
): JsonObject & { readonly name: string } {
  const all = allFields(facts, tagsFrom)
  const chosen = fieldNames.filter((name) => fields.includes(name)).map((name) => [name, all[name]] as const)
  return { ...Object.fromEntries(chosen), name: facts.name }
}

/** The value that is compared; null when there is nothing to compare. */
export function valueAt(facts: RepositoryFacts, path: string): string | null {
  const values: Readonly<Record<IngestedPath, string | null>> = {
    name: facts.name,
    slug: facts.slug,
    full_name: fullName(facts),
    url: addressOf(facts),
    'project.key': facts.project_key,
    'project.name': facts.project_name,
  }
  const known = ingestedPaths.find((one) => one === path)
  return (known && values[known]) || null
}

function allFields(facts: RepositoryFacts, tagsFrom: string): Readonly<Record<FieldName, Json>> {
  const { slug, name, description, website, language, is_private, main_branch, project_key } = facts
  return {
    ...{ name, description, is_private, slug, website },
    url: addressOf(facts),
    project: project_key === null ? null : { key: project_key, name: facts.project_name },
    default_branch: main_branch,
    tags: tagsFrom === 'project_key' && project_key !== null ? [project_key] : [],
    full_name: fullName(facts),
    language: language === '' ? null : language,
  }
}

function fullName({ workspace, slug }: RepositoryFacts): string {
  return `${workspace}/${slug}`
}

function addressOf(facts: RepositoryFacts): string {
  return `${site}/${fullName(facts)}`
}
