import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { loadBlueprints } from '../../src/catalog/blueprints/stored.ts'
import { openEngine } from '../../src/catalog/jq/engine.ts'
import { storedMappings } from '../../src/catalog/mapping/store.ts'
import { carryOut } from '../../src/cli/apply/carry-out.ts'
import { checkDocuments } from '../../src/cli/apply/check.ts'
import { compare } from '../../src/cli/apply/compare.ts'
import { readDocuments } from '../../src/cli/apply/documents.ts'
import { testDatabase } from '../postgres.ts'
import { buildProgram, runCommand } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const database = await testDatabase()
const { pool, kysely: db } = database
const folder = mkdtempSync(join(tmpdir(), 'windlass-apply-'))
const env = { DATABASE_URL: database.url, WINDLASS_DATA: join(folder, 'data'), WINDLASS_LOG_LEVEL: 'silent' }
const program = await buildProgram('apply')

afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

beforeEach(async () => {
  await pool.query('delete from mappings; delete from blueprints')
})

const run = (args: readonly string[], input = '') => runCommand(program, ['apply', ...args], env, input)

const nothingStored = { blueprints: new Map(), connections: new Map() }

async function json(args: readonly string[], input = '') {
  const { code, stdout, stderr } = await run([...args, '--json'], input)
  if (stdout === '') throw new Error(stderr)
  return { code, ...JSON.parse(stdout) }
}

/** What is stored, but for times: to see whether anything changed. */
async function stored(): Promise<unknown> {
  const tables = [
    'blueprints',
    'mappings',
    'mapping_versions',
    'entities',
    'entity_sources',
    'remaps',
    'audit_log',
  ]
  const { rows } = await pool.query(
    tables
      .map((one) => `select '${one}' as name, md5(string_agg(t::text, '|' order by t::text)) from ${one} t`)
      .join(' union all '),
  )
  return rows
}

const ports = JSON.stringify({
  identifier: 'team',
  title: 'Team',
  icon: 'Team',
  schema: { properties: { size: { type: 'number' }, chat: { type: 'string', format: 'url' } }, required: [] },
  mirrorProperties: {},
  calculationProperties: {},
  relations: {},
})

const stream = `# What people say, before what it is about.
kind: Entity
blueprint: boat
identifier: amelia
title: Amelia
properties: {length: 12.5}
relations: {crew: deck}
---
kind: Entity
blueprint: team
identifier: deck
team: deck
properties: {size: 3, chat: 'https://chat.example.com/deck'}
---
kind: Mapping
name: harbour
text: |
  # Kept with its comments.
  resources:
    - kind: project
      selector: {query: 'true'}
      port: {entity: {mappings: {identifier: .key, blueprint: '"boat"'}}}
---
kind: Blueprint
definition:
  identifier: boat
  schema: {properties: {length: {type: number}}}
  relations: {crew: {target: team}}
---
kind: Blueprint
definition: ${ports}
---
# Nothing stands here.
`

describe('windlass apply', () => {
  it('applies blueprints, then mappings, then entities, in whatever order they stand, and says so in the audit log', async () => {
    const { code, counts, documents } = await json(['-f', '-'], stream)
    expect([code, counts]).toEqual([
      0,
      { created: 5, updated: 0, unchanged: 0, failed: 0, refused: 0, left: 0 },
    ])
    expect(
      documents.map((one: Record<string, unknown>) => [
        one.file,
        one.document,
        one.line,
        one.kind,
        one.name,
        one.outcome,
      ]),
    ).toEqual([
      ['standard input', 1, 2, 'Entity', 'boat/amelia', 'created'],
      ['standard input', 2, 9, 'Entity', 'team/deck', 'created'],
      ['standard input', 3, 15, 'Mapping', 'harbour', 'created'],
      ['standard input', 4, 24, 'Blueprint', 'boat', 'created'],
      ['standard input', 5, 30, 'Blueprint', 'team', 'created'],
    ])
    const team = (await loadBlueprints(db)).get('team')
    expect(JSON.stringify(team?.definition)).toBe(ports)
    expect((await storedMappings(db))[0]).toMatchObject({
      ...{ name: 'harbour', isActive: true, version: 1 },
      text: expect.stringMatching(/^# Kept with its comments\.\nresources:\n {2}- kind: project\n/),
    })
    const { rows: entities } = await pool.query(
      `select entities.title, entities.team, other.identifier as crew from entities
         left join relations on entity_id = entities.id left join entities other on other.id = target_id order by 1`,
    )
    expect(entities).toEqual([
      { title: 'Amelia', team: null, crew: 'deck' },
      { title: 'deck', team: 'deck', crew: null },
    ])
    const { rows: audited } = await pool.query(
      'select actor_kind, action, subject_name from audit_log order by action, subject_name',
    )
    expect(audited).toEqual([
      { actor_kind: 'command_line', action: 'blueprint.import', subject_name: null },
      { actor_kind: 'command_line', action: 'entity.create', subject_name: 'boat/amelia' },
      { actor_kind: 'command_line', action: 'entity.create', subject_name: 'team/deck' },
      { actor_kind: 'command_line', action: 'mapping.create', subject_name: 'harbour' },
    ])
  })

  it('changes nothing when it is applied again', async () => {
    await run(['-f', '-'], stream)
    const before = await stored()
    const again = await run(['-f', '-'], stream)
    expect(again).toMatchObject({ code: 0, stdout: '0 created, 0 updated, 5 unchanged, 0 failed.\n' })
    expect(await stored()).toEqual(before)
  })

  it('says what would change, and with which loss, before it changes it', async () => {
    await run(['-f', '-'], stream)
    const before = await stored()
    const changed = stream
      .replace('size: 3', 'size: 4')
      .replace('{type: number}', '{type: boolean}')
      .replace("query: 'true'", "query: 'false'")
      .replace('name: harbour', 'name: harbour\nis_active: false')
    const dry = await run(
      ['-f', '-', '--dry-run'],
      changed.replace('properties: {length: 12.5}', 'properties: {}'),
    )
    expect(dry).toMatchObject({ code: 0, stderr: '' })
    expect(dry.stdout).toMatch(
      /^Blueprint +boat +would be updated +length does not fit any more in 1 entity$/m,
    )
    expect(dry.stdout).toMatch(/^Mapping +harbour +would be updated$/m)
    expect(dry.stdout).toMatch(/^Entity +team\/deck +would be updated$/m)
    expect(dry.stdout).toMatch(
      /Nothing was changed\. It would be: 0 created, 4 updated, 1 unchanged, 0 failed\.\n$/,
    )
    expect(await stored()).toEqual(before)

    const { counts } = await json(
      ['-f', '-'],
      changed.replace('properties: {length: 12.5}', 'properties: {}'),
    )
    expect(counts).toMatchObject({ updated: 4, unchanged: 1 })
    const [mapping] = await storedMappings(db)
    expect(mapping).toMatchObject({
      version: 2,
      isActive: false,
      text: expect.stringContaining("query: 'false'"),
    })
    const { rows } = await pool.query("select properties from entities where identifier = 'deck'")
    expect(rows[0].properties.size).toBe(4)
  })

  it('takes several files, and all that lies in a folder', async () => {
    const rest = 'kind: Entity\nblueprint: team\nidentifier: aft\n'
    mkdirSync(join(folder, 'some/deep/.git'), { recursive: true })
    writeFileSync(join(folder, 'some/deep/a.yml'), rest)
    writeFileSync(join(folder, 'some/deep/notes.md'), 'No document.')
    writeFileSync(join(folder, 'some/deep/.git/config.yaml'), 'kind: Nothing\n')
    writeFileSync(
      join(folder, 'some/b.json'),
      JSON.stringify({ kind: 'Blueprint', definition: JSON.parse(ports) }),
    )
    writeFileSync(join(folder, 'bow.yaml'), rest.replace('aft', 'bow'))
    const done = await json(['-f', join(folder, 'some'), '--file', join(folder, 'bow.yaml')])
    expect(
      done.documents.map((one: { file: string; name: string }) => [one.file.slice(folder.length), one.name]),
    ).toEqual([
      ['/some/b.json', 'team'],
      ['/some/deep/a.yml', 'team/aft'],
      ['/bow.yaml', 'team/bow'],
    ])
  })

  it('names file, document, line and column of all that is wrong, and applies nothing then', async () => {
    const before = await stored()
    const wrong = `kind: Blueprint
definition: ${ports}
---
kind: Entity
blueprint: team
identifier: deck
properties:
  size: many
  chat.room: x
relations:
  captain: ada
---
kind: Mapping
name: harbour
text: |
  resources:
    - kind: projekt
      selector: {query: 'true'}
      port: {entity: {mappings: {identifier: '.key |', blueprint: '"boat"'}}}
---
kind: Blueprnt
---
kind: Entity
blueprint: taem
identifier: bow
---
kind: Entity
blueprint: team
identifier: aft
colour: red
---
kind: Blueprint
definition:
  identifier: boat
  schema: {properties: {length: {type: numbr}}}
  relations: {crew: {target: teem}}
---
kind: Blueprint
definition: {identifier: team, schema: {properties: {}}}
`
    writeFileSync(join(folder, 'wrong.yaml'), wrong)
    const { code, counts, documents } = await json(['-f', join(folder, 'wrong.yaml')])
    expect([code, counts]).toEqual([
      2,
      { created: 0, updated: 0, unchanged: 0, failed: 0, refused: 7, left: 1 },
    ])
    type Told = { line: number; column: number; path: string; message: string; mended: string | null }
    const told = documents.map(({ findings }: { findings: Told[] }) =>
      findings.map((one) => `${one.line}:${one.column} ${one.path}: ${one.message}`),
    )
    expect(told).toEqual([
      [],
      [
        expect.stringMatching(/^8:9 properties\.size: /),
        expect.stringMatching(/^9:14 properties\.chat\.room: /),
        '11:12 relations.captain: The blueprint has no such relation.',
      ],
      [
        expect.stringMatching(/^17:13 resources\[0\]\.kind: `kind` has to be one of project, /),
        expect.stringMatching(
          /^19:46 resources\[0\]\.port\.entity\.mappings\.identifier: jq does not take it: /,
        ),
      ],
      ['21:7 kind: `kind` has to be one of Blueprint, Mapping, Entity.'],
      ['24:12 blueprint: There is no blueprint taem.'],
      ['30:9 colour: It is not a field of this request.'],
      [
        expect.stringMatching(
          /^35:40 definition\.schema\.properties\.length\.type: It has to be one of string, /,
        ),
      ],
      [expect.stringMatching(/wrong\.yaml, line 1, says another Blueprint team\.$/)],
    ])
    expect(documents[3].findings[0].mended).toBe('Blueprint')
    expect(documents[4].findings[0].mended).toBe('team')
    expect(await stored()).toEqual(before)

    const { stdout } = await run(['-f', join(folder, 'wrong.yaml')])
    expect(stdout).toContain(`${join(folder, 'wrong.yaml')}:8:9: error: document 2 properties.size\n  `)
    expect(stdout).toMatch(/7 of 8 documents are wrong\. Nothing was changed\.\n$/)
  })

  it('tells of YAML that is none, and of what would grow or go down without end', async () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`)}]`).join('\n')}\n`
    const cases: [string, string, RegExp][] = [
      ['a bomb', `kind: Entity\n${bomb}`, /^1:1 .*repeated by name so often/],
      ['a name of nothing', 'kind: Entity\nblueprint: *gone\n', /^2:12 .*gone/],
      ['depth', `kind: Entity\nproperties: ${'['.repeat(20_000)}`, /too deep|deep/],
      ['some depth', `kind: Entity\nproperties: {a: ${'['.repeat(100)}${']'.repeat(100)}}`, /too deep/],
      ['a key twice', 'kind: Entity\nblueprint: team\nblueprint: boat\n', /^3:1 .*unique/],
      ['a list', '- kind: Entity\n', /^1:1 .*A document is an object with a `kind`\./],
      ['a tab', 'kind: Entity\n\tblueprint: team\n', /^2:1 .*[Tt]ab/],
    ]
    for (const [name, text, message] of cases) {
      const { code, documents } = await json(['-f', '-'], text)
      const [finding] = documents.flatMap(({ findings }: { findings: unknown[] }) => findings)
      expect([name, code], name).toEqual([name, 2])
      expect(`${finding.line}:${finding.column} ${finding.message}`, name).toMatch(message)
    }
  })

  it('refuses what it cannot read with exit code 2', async () => {
    writeFileSync(join(folder, 'large.yaml'), `# ${'x'.repeat(10 * 2 ** 20)}\n`)
    writeFileSync(join(folder, 'latin.yaml'), Buffer.from('kind: M\xfcll', 'latin1'))
    mkdirSync(join(folder, 'empty'), { recursive: true })
    for (const [name, message] of [
      ['nowhere.yaml', 'cannot be read: ENOENT'],
      ['large.yaml', 'larger than 8 MB'],
      ['latin.yaml', 'no UTF-8'],
      ['empty', 'There is no .yaml'],
    ] as const) {
      const ran = await run(['-f', join(folder, name)])
      expect(ran).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(message) })
    }
    expect(await run(['-f', '-'], '# nothing\n---\n')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('nothing in it'),
    })
    expect(await run([])).toMatchObject({ code: 2, stderr: expect.stringContaining('--file') })
  })

  it('applies what it can when something goes wrong after all was right', async () => {
    const engine = openEngine()
    const [boat, ...rest] = readDocuments({
      name: 'x.yaml',
      text: `kind: Blueprint\ndefinition: {identifier: boat, schema: {properties: {}}}\n---\nkind: Blueprint\ndefinition: ${ports}\n---\nkind: Entity\nblueprint: boat\nidentifier: one\n---\nkind: Entity\nblueprint: team\nidentifier: two\n`,
    })
    const checked = await checkDocuments(engine, boat ? [boat, ...rest] : [], nothingStored)
    const statements = checked.flatMap(({ statement }) => statement ?? [])
    expect(statements).toHaveLength(4)
    const [team, ...entities] = (await compare(db, statements, new Map())).slice(1)
    // Somebody removed the blueprint boat meanwhile, so to speak: it is left out.
    const done = await carryOut(db, engine, team ? [team, ...entities] : [])
    await engine.close()
    expect(done.map(({ step, problem }) => [step.statement.name, problem])).toEqual([
      ['team', null],
      ['boat/one', expect.stringContaining('There is no blueprint boat.')],
      ['team/two', null],
    ])
    const { rows } = await pool.query('select identifier from entities')
    expect(rows).toEqual([{ identifier: 'two' }])
  })
})
