import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { templates } from '../../src/catalog/defaults/index.ts'
import { windlass } from '../../src/catalog/defaults/windlass.ts'
import { type Engine, openEngine } from '../../src/catalog/jq/engine.ts'
import type { MappedEntity } from '../../src/catalog/mapping/map.ts'
import { type Tried, tryMapping } from '../../src/catalog/mapping/try.ts'
import { grouped } from '../../src/sync/grouped.ts'
import { buildProgram, runCommand } from '../cli/run.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
let engine: Engine
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'windlass-map-'))
  engine = openEngine()
  stage = await openStage({ connection: { source_access: 'git' } })
  await stage.sync()
}, 180_000)
afterAll(async () => {
  await engine?.close()
  await stage?.close()
  rmSync(folder, { recursive: true, force: true })
})

const attempt = (text: string, most = 1_000) => tryMapping({ db: stage.engine.db, engine }, text, most)

function identifiersOf({ resources }: Tried, kind: string): string[] {
  return resources
    .filter((one) => one.kind === kind)
    .flatMap(({ records }) => records.flatMap(({ entities }) => entities.map(nameOf)))
    .sort()
}

/** None of these mappings looks for its entities. */
function nameOf({ identifier }: MappedEntity): string {
  if (typeof identifier !== 'string') throw new TypeError('an entity that is looked for')
  return identifier
}

function repositoriesOf({ simulator: { world } }: Stage) {
  return world.workspaces.flatMap(({ uuid }) => world.repositories(uuid))
}

describe('a mapping tried on what is stored', () => {
  it.each(templates)('makes of each record what there is, without jq itself: $name', async ({ text }) => {
    stage.requests()
    const before = engine.referred.answers
    const tried = await attempt(text)
    expect(tried.findings).toEqual([])
    for (const { kind, records } of tried.resources) {
      expect(records.length).toBeGreaterThan(0)
      expect({ kind, errors: records.flatMap(({ errors }) => errors) }).toEqual({ kind, errors: [] })
    }
    const { world } = stage.simulator
    const bare = (uuid: string) => uuid.slice(1, -1)
    expect(identifiersOf(tried, 'project')).toEqual(
      world.workspaces
        .flatMap(({ uuid }) => world.projects(uuid))
        .map(({ uuid }) => bare(uuid))
        .sort(),
    )
    expect(identifiersOf(tried, 'repository')).toEqual(
      repositoriesOf(stage)
        .map(({ uuid }) => bare(uuid))
        .sort(),
    )
    expect(identifiersOf(tried, 'pull-request')).toEqual(
      repositoriesOf(stage)
        .filter(({ isForbidden }) => !isForbidden)
        .flatMap(({ uuid }) => world.content(uuid).pullRequests.map(({ id }) => `${bare(uuid)}/${id}`))
        .sort(),
    )
    expect(stage.requests()).toEqual({})
    expect(engine.referred.answers).toBe(before)
  })

  it('makes what the examples of the guide promise', async () => {
    const guide = readFileSync(join(import.meta.dirname, '../../docs/guide/mappings.md'), 'utf8')
    const examples = [...guide.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = '']) => text)
    expect(examples.length).toBeGreaterThanOrEqual(8)
    for (const text of examples) {
      const tried = await attempt(text)
      const records = tried.resources.flatMap((one) => one.records)
      expect({ text, findings: tried.findings }).toEqual({ text, findings: [] })
      expect({ text, errors: records.flatMap(({ errors }) => errors) }).toEqual({ text, errors: [] })
      expect({ text, mapped: records.some(({ outcome }) => outcome === 'mapped') }).toEqual({
        text,
        mapped: true,
      })
    }
  })

  it('sees files and folders as they lie on the main branch', async () => {
    const files = `resources:
  - kind: repository
    selector: {query: 'true', includedFiles: [README.md, nowhere.txt]}
    port: {entity: {mappings: {identifier: .slug, blueprint: '"r"', properties: {
      readme: '.__includedFiles["README.md"]', none: '.__includedFiles["nowhere.txt"]'}}}}
  - kind: file
    selector: {query: 'true', files: {path: '*', filenames: [package.json]}}
    port: {entity: {mappings: {identifier: .repo.slug + "/" + .metadata.path, blueprint: '"f"',
      properties: {name: .content.name?, branch: .branch}}}}
  - kind: folder
    selector: {query: 'true', folders: [{path: '*'}]}
    port: {entity: {mappings: {identifier: .repo.slug + "/" + .folder.path, blueprint: '"d"'}}}`
    const tried = await attempt(files)
    expect(tried.findings).toEqual([])
    const [repositories, found, folders] = tried.resources
    const readmes = repositories?.records.map(({ entities }) => entities[0]?.properties ?? {}) ?? []
    expect(readmes.filter(({ readme }) => typeof readme === 'string').length).toBeGreaterThan(0)
    expect(readmes.every(({ none }) => none === null)).toBe(true)
    const rows = async (text: string) => (await stage.database.pool.query<{ path: string }>(text)).rows.length
    expect(found?.records.length).toBe(
      await rows(`select from repository_files where path ~ '(^|/)package\\.json$'`),
    )
    expect(folders?.records.length).toBe(
      await rows(
        `select distinct repository_id, split_part(path, '/', 1) from repository_files where path like '%/%'`,
      ),
    )
    expect(folders?.records.length).toBeGreaterThan(0)
  })

  it('takes the pull requests that its selector wants, the last changed first', async () => {
    const of = async (selector: string) => {
      const tried = await attempt(`resources:
  - kind: pull-request
    selector: {query: 'true', ${selector}}
    port: {entity: {mappings: {identifier: .id | tostring, blueprint: '"p"', properties: {state: .state, at: .updated_on}}}}`)
      expect(tried.findings).toEqual([])
      return tried.resources[0]?.records ?? []
    }
    const states = (records: Awaited<ReturnType<typeof of>>) =>
      new Set(records.map(({ entities }) => entities[0]?.properties.state))
    expect(states(await of('states: [MERGED]'))).toEqual(new Set(['MERGED']))
    expect(states(await of(`pullRequestQuery: 'state="OPEN"'`))).toEqual(new Set(['OPEN']))
    const newest = await of('maxResults: 2')
    const byRepository = grouped(newest, ({ repository }) => repository ?? '')
    for (const some of byRepository.values()) {
      expect(some.length).toBeLessThanOrEqual(2)
      const at = some.map(({ entities }) => String(entities[0]?.properties.at))
      expect(at).toEqual(at.toSorted().reverse())
    }
    const all = await of('maxResults: 1000')
    const moments = all.map(({ entities }) => String(entities[0]?.properties.at)).sort()
    const middle = moments[Math.floor(moments.length / 2)] ?? ''
    expect((await of(`since: '${middle}'`)).length).toBe(moments.filter((at) => at >= middle).length)
    const [first] = repositoriesOf(stage).filter(({ isForbidden }) => !isForbidden)
    const some = await of(`repoQuery: 'name = "${first?.name}"'`)
    expect(new Set(some.map(({ repository }) => repository))).toEqual(new Set([first?.slug]))
  })

  it('is shown on the command line', async () => {
    const program = await buildProgram('map')
    const env = { DATABASE_URL: stage.database.url, WINDLASS_DATA: folder, WINDLASS_LOG_LEVEL: 'silent' }
    const run = (args: readonly string[]) => runCommand(program, args, env)
    const file = join(folder, 'mapping.yaml')

    const printed = await run(['map', 'template'])
    expect(printed).toMatchObject({ code: 0, stdout: windlass })
    writeFileSync(file, printed.stdout)
    const shown = await run(['map', 'test', file, '--records', '3'])
    expect(shown.code).toBe(0)
    expect(shown.stdout).toMatch(/^repository \(line \d+\): 3 mapped, 0 filtered, 0 errored$/m)
    expect(shown.stdout).toMatch(/^ {4}repository [0-9a-f-]{36} “.+”$/m)

    writeFileSync(
      file,
      windlass.replace('.language == ""', '.language.more').replace('key: .key', 'key: .key |'),
    )
    const wrong = await run(['map', 'test', file])
    expect(wrong.code).toBe(2)
    expect(wrong.stdout).toContain(
      'mapping.yaml:13:18: error: resources[0].port.entity.mappings.properties.key',
    )

    writeFileSync(file, windlass.replace('.language == ""', '.language.more'))
    const errored = JSON.parse((await run(['map', 'test', file, '--json'])).stdout)
    const repositories = errored.resources.find((one: { kind: string }) => one.kind === 'repository')
    expect(repositories.records[0].errors[0]).toMatchObject({ field: 'properties.language' })
    expect(repositories.records[0].entities[0].properties.url).toContain('http')

    expect((await run(['map', 'test', join(folder, 'none.yaml')])).stderr).toContain('cannot be read')
    expect((await run(['map', 'test', file, '--records', 'many'])).code).toBe(2)
    expect((await run(['map', 'template', 'cortex'])).stderr).toContain('there is windlass and port')
  }, 60_000)
})
