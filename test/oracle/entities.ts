import { sql } from 'kysely'
import { canonical } from '../../simulator/oracle/canonical.ts'
import { exportOracle } from '../../simulator/oracle/export.ts'
import type { Simulator } from '../../simulator/server.ts'
import type { Db } from '../../src/db/pool.ts'

type World = Simulator['world']
type Fact = Record<string, unknown>

/** What the mapping that ships has to make of a world: one canonical line for each entity, in order. */
export function expectedEntities(world: World): string[] {
  const people = new Map(facts(world, 'accounts').map((one) => [one.uuid, one]))
  const members = new Set(facts(world, 'members').map(({ account }) => account))
  const pullRequests = facts(world, 'pull_requests')
  // Who wrote or reviews a pull request and is no member is known by what refers to them alone.
  const others = new Set(
    pullRequests.flatMap(({ author, reviewers }) => [author, ...(reviewers as string[])]),
  )
  return [
    ...facts(world, 'projects').map(project),
    ...facts(world, 'repositories').map(repository),
    ...pullRequests.map(pullRequest),
    ...[...members].map((uuid) => person(uuid, people.get(uuid)?.display_name, false)),
    ...[...others]
      .filter((uuid) => uuid !== null && !members.has(uuid))
      .map((uuid) => person(uuid, bare(uuid), true)),
  ].sort()
}

function facts(world: World, entity: string): Fact[] {
  return [...exportOracle(world, entity)].map((line) => JSON.parse(line) as Fact)
}

const bare = (uuid: unknown) => String(uuid).replace(/[{}]/g, '')
const refer = (uuid: unknown) => (uuid === null || uuid === undefined ? [] : [bare(uuid)])

function line(
  blueprint: string,
  identifier: string,
  { title, isStub = false, properties = {}, relations = {} }: Fact,
): string {
  return canonical({ blueprint, identifier, title, isStub, properties, relations })
}

function project({ uuid, name, key, is_private }: Fact): string {
  return line('project', bare(uuid), { title: name, properties: { key, private: is_private } })
}

function repository({ uuid, name, full_name, language, is_private, main_branch, project: of }: Fact): string {
  return line('repository', bare(uuid), {
    title: name,
    properties: {
      fullName: full_name,
      language: language === '' ? null : language,
      private: is_private,
      defaultBranch: main_branch,
    },
    relations: { project: refer(of) },
  })
}

function pullRequest({ repository: of, id, title, state, draft, author, reviewers }: Fact): string {
  return line('pull_request', `${bare(of)}/${id}`, {
    title,
    properties: { number: id, state, draft },
    relations: {
      repository: refer(of),
      author: refer(author),
      reviewers: (reviewers as string[]).map(bare).sort(),
    },
  })
}

function person(uuid: unknown, title: unknown, isStub: boolean): string {
  return line('person', bare(uuid), { title, isStub })
}

const compared: Readonly<Record<string, readonly string[]>> = {
  project: ['key', 'private'],
  repository: ['fullName', 'language', 'private', 'defaultBranch'],
  pull_request: ['number', 'state', 'draft'],
  person: [],
}

const related: Readonly<Record<string, readonly string[]>> = {
  project: [],
  repository: ['project'],
  pull_request: ['repository', 'author', 'reviewers'],
  person: [],
}

/** What is in the catalogue, in the same lines. */
export async function storedEntities(db: Db): Promise<string[]> {
  const { rows } = await sql<{
    blueprint: string
    identifier: string
    title: string
    isStub: boolean
    properties: Fact
    relations: Record<string, string[]> | null
  }>`
    select blueprints.identifier as blueprint, entities.identifier, entities.title, is_stub as "isStub", properties,
           (select json_object_agg(name, targets) from (
              select name, json_agg(target.identifier order by target.identifier collate "C") as targets
                from relations join entities target on target.id = target_id and target.removed_at is null
               where entity_id = entities.id group by name) as own) as relations
      from entities join blueprints on blueprints.id = blueprint_id where removed_at is null`.execute(db)
  return rows
    .map(({ blueprint, identifier, title, isStub, properties, relations }) => {
      const pick = (names: readonly string[], of: Fact, absent: unknown) =>
        isStub ? {} : Object.fromEntries(names.map((name) => [name, of[name] ?? absent]))
      return line(blueprint, identifier, {
        title,
        isStub,
        properties: pick(compared[blueprint] ?? [], properties, null),
        relations: pick(related[blueprint] ?? [], relations ?? {}, []),
      })
    })
    .sort()
}
