import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBlueprints } from '../../src/catalog/blueprints/stored.ts'
import { listDiscovered } from '../../src/catalog/discovery/discovered.ts'
import {
  addDiscovery,
  getDiscovery,
  resumeDiscovery,
  suspendDiscovery,
} from '../../src/catalog/discovery/discoveries.ts'
import { listEvents } from '../../src/catalog/discovery/events.ts'
import { fieldNames } from '../../src/catalog/discovery/fields.ts'
import { listImported, unlink } from '../../src/catalog/discovery/imported.ts'
import { askImport } from '../../src/catalog/discovery/imports.ts'
import { ingestedOfEntities } from '../../src/catalog/discovery/ingested.ts'
import { removeByHand, saveByHand } from '../../src/catalog/entities/by-hand.ts'
import { transaction } from '../../src/db/pool.ts'
import { openDraining } from './drained.ts'
import { openStage, type Stage } from './stage.ts'

/** What ships as the kind Component, as far as a discovery needs it. */
const component = {
  identifier: 'Component',
  title: 'Component',
  schema: {
    properties: {
      type: { type: 'string', enum: ['service', 'library'] },
      description: { type: 'string' },
      url: { type: 'string', format: 'url' },
      default_branch: { type: 'string' },
    },
  },
}

let stage: Stage
let id: string
const db = () => stage.database.kysely
const draining = openDraining(['discovery', 'entity'])
const drain = () => draining.drain(db())
const discovery = () => getDiscovery(db(), id)
const waiting = async () => listDiscovered(db(), await discovery(), {}, undefined, 1_000)
const imported = async () => listImported(db(), await discovery(), {}, undefined, 1_000)
const events = async () => listEvents(db(), id, {}, undefined, 100)
const importNow = async (ids: readonly string[] | null, only: 'register' | 'merge' | null = null) => {
  const asked = await transaction(db(), async (tx) =>
    askImport(tx, await discovery(), { ids, only, causedBy: 'Mara' }),
  )
  await drain()
  return asked
}

/** The kind, which requires some properties from now on. */
const define = (required: readonly string[]) =>
  stage.database.pool.query(`update blueprints set definition = $1 where identifier = 'Component'`, [
    JSON.stringify({ ...component, schema: { ...component.schema, required } }),
  ])

beforeAll(async () => {
  stage = await openStage()
  await stage.database.pool.query(
    `insert into blueprints (identifier, title, definition) values ('Component', 'Component', $1)
     on conflict (identifier) do update set definition = excluded.definition`,
    [JSON.stringify(component)],
  )
  const { rows } = await stage.database.pool.query('select id from workspaces order by id')
  const made = await transaction(db(), (tx) =>
    addDiscovery(tx, {
      workspace_id: rows[0].id,
      ...{ name: 'Acme', behaviour: 'register_and_merge', kind: 'Component', entity_type: 'service' },
      ...{ ingested_path: 'name', operator: 'equals', catalogue_path: 'title', tags_from: 'project_key' },
      ...{
        fields: fieldNames,
        secondary_kinds: ['pull_requests', 'commits'],
        frequency_minutes: 180,
        since: null,
      },
    }),
  )
  id = made.id
  await stage.sync()
  await drain()
}, 120_000)
afterAll(async () => {
  await draining.close()
  await stage?.close()
})

function repositories() {
  const [workspace] = stage.simulator.world.workspaces
  return stage.simulator.world.repositories(workspace?.uuid ?? '')
}

describe('a discovery over a real sync', () => {
  it('discovers every repository of its workspace, and notes the sync', async () => {
    const names = (await waiting()).map(({ name }) => name)
    expect(names.toSorted()).toEqual(
      repositories()
        .map(({ name }) => name)
        .toSorted(),
    )
    const [sync] = await events()
    // A repository of this world is forbidden, so that the run has a gap.
    expect(sync).toMatchObject({ type: 'sync', status: 'partial_success', trigger: 'manual' })
    expect(sync?.records).toBeGreaterThan(0)
    expect(
      (await waiting()).every(
        ({ action, type, kind }) => action === 'register' && type === 'service' && kind === 'Component',
      ),
    ).toBe(true)
  })

  it('recommends to merge where an entity has the same name, and registers the others', async () => {
    const [first, second] = await waiting()
    const blueprint = (await loadBlueprints(db())).get('Component')
    if (!blueprint || !first || !second) throw new Error('nothing to merge')
    const said = { icon: null, team: null, relations: {} }
    await saveByHand(db(), blueprint, 'by-hand', {
      ...said,
      title: first.name,
      properties: { type: 'library', description: 'Mine.' },
    })
    const [merging, ...rest] = await waiting()
    expect(merging).toMatchObject({ action: 'merge', type: 'library', match: { identifier: 'by-hand' } })
    expect(rest.every(({ action }) => action === 'register')).toBe(true)

    await importNow([first.id, second.id])
    expect(await waiting()).toHaveLength(repositories().length - 2)
    const found = await imported()
    expect(
      found.map(({ name, status, entity }) => [name, status, entity.title, entity.type]).toSorted(),
    ).toEqual(
      [
        [first.name, 'merged', first.name, 'library'],
        [second.name, 'registered', second.name, 'service'],
      ].toSorted(),
    )
    const [event] = await events()
    expect(event).toMatchObject({
      ...{ type: 'manual_import', status: 'success', registered: 1, merged: 1, failed: 0, caused_by: 'Mara' },
    })
  })

  it('writes nothing over what a merged entity has, and shows what was ingested beside it', async () => {
    const { rows } = await stage.database.pool.query(
      `select id, uuid, identifier, properties from entities where removed_at is null order by identifier = 'by-hand' desc`,
    )
    const [merged, registered] = rows
    expect(merged.properties).toEqual({ type: 'library', description: 'Mine.' })
    const shown = await ingestedOfEntities(db(), [merged.id, registered.id])
    const { slug } = stage.simulator.world.workspaces[0] ?? {}
    expect(shown.get(merged.id)).toMatchObject({
      metadata: {
        integration: [{ discovery: 'Acme', source: 'BitbucketCloud', action: 'MERGE', entity: merged.uuid }],
      },
      integration_properties: {
        BitbucketCloud: {
          name: expect.any(String),
          url: expect.stringContaining(`https://bitbucket.org/${slug}/`),
          project: { key: expect.any(String) },
          default_branch: expect.any(String),
          tags: [expect.any(String)],
          is_private: expect.any(Boolean),
        },
      },
    })
    expect(shown.get(registered.id)?.metadata.integration).toMatchObject([
      { action: 'REGISTER', entity: registered.uuid },
    ])
    expect(registered.properties).toMatchObject({
      type: 'service',
      url: expect.stringContaining('bitbucket.org'),
    })
  })

  it('follows a repository that changes, unless it is unlinked', async () => {
    const one = (await imported()).find(({ status }) => status === 'registered')
    const rename = (name: string) =>
      stage.database.pool.query('update repositories set name = $1 where name = $2 or slug = $3', [
        name,
        one?.name,
        one?.full_name.split('/')[1],
      ])
    const title = async () =>
      (await stage.database.pool.query('select title from entities where id = $1', [one?.entity.id])).rows[0]
        .title
    await rename('Renamed')
    await drain()
    expect(await title()).toBe('Renamed')

    await transaction(db(), async (tx) => unlink(tx, await discovery(), one?.id ?? ''))
    await rename('Renamed again')
    await drain()
    expect(await title()).toBe('Renamed')
    const back = (await waiting()).find(({ name }) => name === 'Renamed again')
    expect(back?.state).toBe('unlinked')
    const shown = (await ingestedOfEntities(db(), [one?.entity.id ?? ''])).get(one?.entity.id ?? '')
    expect(shown).toMatchObject({
      metadata: { integration: [] },
      integration_properties: { BitbucketCloud: { name: 'Renamed' } },
    })
    const { rows } = await stage.database.pool.query(
      'select origin from entity_sources where entity_id = $1',
      [one?.entity.id],
    )
    expect(rows).toEqual([{ origin: 'hand' }])
  })

  it('imports only those with the action that is meant', async () => {
    const before = await waiting()
    await importNow(null, 'merge')
    expect((await events())[0]).toMatchObject({
      registered: 0,
      merged: 0,
      left_out: before.length,
      status: 'success',
    })
    expect(await waiting()).toHaveLength(before.length)
  })

  it('says of what could not be imported why, and keeps it', async () => {
    const [one] = await waiting()
    await define(['owner'])
    await importNow([one?.id ?? ''])
    await define([])
    const message = 'properties.owner: it is required.'
    expect((await events())[0]).toMatchObject({
      ...{ type: 'manual_import', status: 'failed', failed: 1, registered: 0 },
      problems: [{ repository: one?.name, message }],
    })
    expect((await waiting())[0]).toMatchObject({ id: one?.id, state: one?.state, problem: message })
  })

  it('leaves an entity as it is whose kind asks for more than a repository has, and says so', async () => {
    const [one] = await importNow([(await waiting())[0]?.id ?? '']).then(imported)
    const describe = async (description: string) => {
      await stage.database.pool.query('update repositories set description = $1 where name = $2', [
        description,
        one?.name,
      ])
      await drain()
    }
    const found = async () => {
      const { rows } = await stage.database.pool.query(
        `select properties ->> 'description' as description from entities where id = $1`,
        [one?.entity.id],
      )
      const problem = (await imported()).find(({ id }) => id === one?.id)?.problem
      return [rows[0].description, problem]
    }
    await describe('First.')
    expect(await found()).toEqual(['First.', null])
    await define(['owner'])
    await describe('Second.')
    expect(await found()).toEqual(['First.', 'properties.owner: it is required.'])
    await define([])
    await describe('Third.')
    expect(await found()).toEqual(['Third.', null])
  })

  it('discovers and updates nothing while it is suspended, and catches up when it is resumed', async () => {
    const before = await waiting()
    await transaction(db(), async (tx) => suspendDiscovery(tx, await discovery()))
    await stage.database.pool.query(
      `insert into repositories (workspace_id, uuid, slug, name)
       select workspace_id, gen_random_uuid(), 'late', 'Late' from discoveries where id = $1`,
      [id],
    )
    await drain()
    expect(await waiting()).toHaveLength(before.length)
    await expect(importNow(null)).rejects.toMatchObject({ code: 'conflict' })
    await transaction(db(), async (tx) => resumeDiscovery(tx, await discovery()))
    await drain()
    expect((await waiting()).map(({ name }) => name)).toContain('Late')
  })

  it('imports by itself what is detected from then on, when that is wanted', async () => {
    const before = await waiting()
    await stage.database.pool.query('update discoveries set auto_import_since = now() where id = $1', [id])
    await stage.database.pool.query(
      `insert into repositories (workspace_id, uuid, slug, name)
       select workspace_id, gen_random_uuid(), made.slug, made.name
         from discoveries cross join (values ('new-one', 'New one'), ('late', 'Late')) as made (slug, name)
        where discoveries.id = $1`,
      [id],
    )
    await drain()
    expect(await waiting()).toHaveLength(before.length)
    const mine = (await imported()).filter(({ name }) => name === 'New one' || name === 'Late')
    expect(mine).toHaveLength(2)
    expect((await events())[0]).toMatchObject({
      type: 'auto_import',
      registered: 2,
      caused_by: null,
      trigger: 'automatic',
    })
  })

  it('goes on waiting for an entity where it only merges and none fits', async () => {
    const { pool } = stage.database
    await pool.query(`update discoveries set behaviour = 'merge' where id = $1`, [id])
    const before = (await events())[0]?.id
    await pool.query(
      `insert into repositories (workspace_id, uuid, slug, name)
       select workspace_id, gen_random_uuid(), 'lonely', 'Lonely' from discoveries where id = $1`,
      [id],
    )
    await drain()
    const lonely = async () => (await waiting()).find(({ name }) => name === 'Lonely')
    expect(await lonely()).toMatchObject({ action: null, problem: null, state: 'discovered' })
    expect((await events())[0]?.id).toBe(before)

    const blueprint = (await loadBlueprints(db())).get('Component')
    if (!blueprint) throw new Error('no kind')
    const said = { icon: null, team: null, relations: {}, properties: {} }
    await saveByHand(db(), blueprint, 'company', { ...said, title: 'Lonely' })
    await pool.query(`update repositories set description = 'Not any more.' where slug = 'lonely'`)
    await drain()
    expect(await lonely()).toBeUndefined()
    expect((await imported()).find(({ name }) => name === 'Lonely')).toMatchObject({
      status: 'merged',
      entity: { identifier: 'company' },
    })
    await pool.query(`update discoveries set behaviour = 'register_and_merge' where id = $1`, [id])
  })

  it('leaves out what is not collected any more, and discovers again what lost its entity', async () => {
    const before = (await waiting()).length
    await stage.database.pool.query(`update repositories set is_chosen = false where name = 'Late'`)
    await drain()
    expect(await waiting()).toHaveLength(before - 1)
    expect((await imported()).find(({ name }) => name === 'Late')?.is_present).toBe(false)
    const one = (await imported()).find(({ name }) => name === 'New one')
    await stage.database.pool.query('update entities set removed_at = now() where id = $1', [one?.entity.id])
    expect((await waiting()).find(({ name }) => name === 'New one')?.state).toBe('unlinked')
  })

  it('keeps its entities from being removed by hand as long as it updates them', async () => {
    const late = (await imported()).find(({ name }) => name === 'Late')?.entity.id ?? ''
    await expect(removeByHand(db(), late)).rejects.toMatchObject({ code: 'conflict' })
    await stage.database.pool.query('delete from discoveries where id = $1', [id])
    await removeByHand(db(), late)
    const { rows } = await stage.database.pool.query('select removed_at from entities where id = $1', [late])
    expect(rows).toEqual([{ removed_at: expect.any(Date) }])
  })
})
