/** The repositories that files name for an entity. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { loadBlueprints } from '../../src/catalog/blueprints/stored.ts'
import { listNamedRepositories } from '../../src/catalog/entities/named-repositories.ts'
import { openEngine } from '../../src/catalog/jq/engine.ts'
import { carryOut } from '../../src/cli/apply/carry-out.ts'
import { checkDocuments } from '../../src/cli/apply/check.ts'
import { compare } from '../../src/cli/apply/compare.ts'
import { readDocuments } from '../../src/cli/apply/documents.ts'
import { addConnection } from '../../src/connections/connections.ts'
import { testDatabase } from '../postgres.ts'
import { buildProgram, runCommand } from './run.ts'

vi.setConfig({ testTimeout: 60_000 })

const database = await testDatabase()
const { pool, kysely: db } = database
const folder = mkdtempSync(join(tmpdir(), 'windlass-apply-'))
const env = { DATABASE_URL: database.url, WINDLASS_DATA: folder, WINDLASS_LOG_LEVEL: 'silent' }
const program = await buildProgram('apply-repositories')
const engine = openEngine()
const north = await addConnection(db, {
  connector: 'bitbucket-cloud',
  alias: 'north',
  api_url: 'https://api.example.com/2.0',
})

afterAll(async () => {
  await engine.close()
  await database.close()
  rmSync(folder, { recursive: true })
})

const fileOf = (repositories: string) => `kind: Blueprint
definition: {identifier: boat, schema: {properties: {}}}
---
kind: Entity
blueprint: boat
identifier: amelia
${repositories}
`

async function command(repositories: string) {
  const args = ['apply', '-f', '-', '--json']
  const { stdout, stderr } = await runCommand(program, args, env, fileOf(repositories))
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout).documents[1]
}

async function checked(repositories: string) {
  const documents = readDocuments({ name: 'boats.yaml', text: fileOf(repositories) })
  return checkDocuments(engine, documents, {
    blueprints: new Map(),
    connections: new Map([['north', north.id]]),
  })
}

/** What the command does, without a process for each. */
async function apply(repositories: string) {
  const statements = (await checked(repositories)).flatMap(({ statement }) => statement ?? [])
  const [, entity] = await carryOut(db, engine, await compare(db, statements, await loadBlueprints(db)))
  return entity?.step.way
}

async function findings(repositories: string) {
  return (await checked(repositories))[1]?.document.findings
}

async function named() {
  const { rows } = await pool.query("select id from entities where identifier = 'amelia'")
  const found = await listNamedRepositories(db, rows[0].id)
  return found.map(({ repository, connection }) => [repository, connection])
}

it('names those that a document lists and no others, by alias or of the default connection', async () => {
  const both = `repositories:
  - Harbour/boats
  - {repository: 'https://bitbucket.org/harbour/sails/src', connection: north}`
  expect(await command(both)).toMatchObject({ outcome: 'created' })
  expect(await named()).toEqual([
    ['harbour/boats', null],
    ['harbour/sails', 'north'],
  ])
  expect(await apply(both)).toBe('unchanged')

  const other = `repositories:
  - harbour/sails
  - {repository: harbour/sails, connection: north}`
  expect(await apply(other)).toBe('updated')
  const { rows } = await pool.query('select before, after from audit_log order by id desc limit 1')
  expect(rows[0].before.repositories).toEqual([
    'harbour/boats',
    { repository: 'harbour/sails', connection: 'north' },
  ])
  const sails = [
    ['harbour/sails', null],
    ['harbour/sails', 'north'],
  ]
  expect(await named()).toEqual(sails)

  expect(await apply('title: Amelia')).toBe('updated')
  expect(await named()).toEqual(sails)
  expect(await apply('title: Amelia\nrepositories: []')).toBe('updated')
  expect(await named()).toEqual([])
})

it('says which of them is wrong, and where', async () => {
  const wrong = `repositories:
  - harbour
  - {repository: harbour/boats, connection: nort}
  - harbour/sails
  - HARBOUR/sails`
  expect(await findings(wrong)).toMatchObject([
    { path: 'repositories.0', line: 8, message: expect.stringMatching(/^Give it as workspace\/repository/) },
    {
      ...{ path: 'repositories.1.connection', line: 9, message: 'There is no connection nort.' },
      mended: 'north',
    },
    { path: 'repositories.3', line: 11, message: 'harbour/sails is named twice.' },
  ])
  const shapes = ['repositories: harbour/sails', 'repositories: [3]', 'repositories: [{connection: north}]']
  for (const shape of shapes)
    expect(await findings(shape)).toMatchObject([
      { path: expect.stringMatching(/^repositories/), message: expect.stringMatching(/^It /) },
    ])
})

it('says when a connection was removed meanwhile', async () => {
  const statements = (
    await checked('repositories: [{repository: harbour/boats, connection: north}]')
  ).flatMap(({ statement }) => statement ?? [])
  const steps = await compare(db, statements, await loadBlueprints(db))
  await pool.query('delete from connections')
  const [, entity] = await carryOut(db, engine, steps)
  expect(entity?.problem).toContain('The connection is not there any more.')
})
