import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Repository } from '../../simulator/world/model.ts'
import { isWanted } from '../../src/sync/wanted-files.ts'
import { compared, compareWithOracle, describeDifferences } from '../oracle/compare.ts'
import { openStage, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ connection: { source_access: 'files' } })
  await stage.sync()
})
afterAll(() => stage?.close())

interface Stored {
  readonly path: string
  readonly size: number | null
  readonly oid: string | null
  readonly content: Buffer | null
}

async function stored({ uuid }: Repository): Promise<Stored[]> {
  const { rows } = await sql<Stored>`
    select path, files.size::integer, oid, content
      from repository_files files join repositories on repositories.id = files.repository_id
      left join blobs using (oid)
     where repositories.uuid = ${uuid.replace(/[{}]/g, '')} and (blobs.oid is null or blobs.workspace_id = files.workspace_id)
     order by path collate "C"`.execute(stage.database.kysely)
  return rows
}

/** What a repository has at the head of its main branch, with the contents that are wanted. */
function wanted(place: Repository): Stored[] {
  const content = stage.simulator.world.content(place.uuid)
  const head = content.branch(place.mainBranch ?? '')?.target
  if (head === undefined) return []
  const files = content.files(head).map(({ path, size, hash }) => {
    const read = isWanted(path) ? (content.file(head, path)?.content ?? null) : null
    return { path, size, oid: read && hash, content: read }
  })
  return files.sort((a, b) => (a.path < b.path ? -1 : 1))
}

function readable(): Repository[] {
  const { world } = stage.simulator
  return world.workspaces
    .flatMap(({ uuid }) => world.repositories(uuid))
    .filter((place) => !place.isForbidden && !place.isEmpty)
}

function countOf(requests: Readonly<Record<string, number>>, part: string): number {
  return Object.entries(requests).reduce((sum, [name, count]) => sum + (name.includes(part) ? count : 0), 0)
}

it('lists the files of every main branch, with the contents of those that say what a repository is, and no git', async () => {
  let contents = 0
  for (const place of readable()) {
    const files = await stored(place)
    expect(files, place.slug).toEqual(wanted(place))
    contents += files.filter(({ content }) => content !== null).length
  }
  expect(contents).toBeGreaterThan(10)
  expect(countOf(stage.requests(), '.git')).toBe(0)
})

it('knows all the rest as it is known without source', async () => {
  const options = {
    sourceAccess: 'none',
    entities: compared.filter((entity) => !entity.startsWith('issue') && entity !== 'files'),
  } as const
  const differences = await compareWithOracle(stage.database.kysely, stage.simulator.world, options)
  expect(describeDifferences(differences)).toBe('')
})

it('takes a page of something else for no file', async () => {
  const { world, simulation } = stage.simulator
  const place = readable().find((one) => wanted(one).some(({ content }) => content !== null))
  if (!place) throw new Error('The world has no repository with a file that is wanted.')
  const before = await stored(place)
  simulation.faults.add([
    { match: { path: '/2.0/repositories/**/src/*/README.md' }, effect: { kind: 'html' } },
  ])
  const actor = world.members(place.workspace)[0]?.account ?? ''
  const edits = [{ path: 'README.md', content: 'Anew' }]
  world.mutate.push(place.uuid, { branch: place.mainBranch ?? '', actor, message: 'Anew', edits })
  await stage.sync()
  expect(await stored(place)).toEqual(before)
  const { rows } = await sql<{ reason: string }>`select reason from gaps where stream = 'source'`.execute(
    stage.database.kysely,
  )
  expect(rows.map(({ reason }) => reason)).toContain('source_unreadable')
  simulation.faults.clear()
  await stage.sync()
  expect(await stored(place)).toEqual(wanted(place))
})

it('reads files again where something was pushed, and nowhere else', async () => {
  stage.requests()
  await stage.sync()
  expect(countOf(stage.requests(), '/src')).toBe(0)
  const place = readable().find((one) => wanted(one).length > 3)
  if (!place) throw new Error('The world has no repository with files.')
  const { world } = stage.simulator
  const edits = [
    { path: 'docs/Über uns/README.md', content: 'Ünïcode' },
    { path: 'src/other.ts', content: 'nobody asks for this' },
  ]
  const actor = world.members(place.workspace)[0]?.account ?? ''
  world.mutate.push(place.uuid, { branch: place.mainBranch ?? '', actor, message: 'Files', edits })
  await stage.sync()
  const files = await stored(place)
  expect(files).toEqual(wanted(place))
  expect(files.find(({ path }) => path === edits[0]?.path)?.content?.toString()).toBe('Ünïcode')
  const wantedFiles = files.filter(({ path }) => isWanted(path)).length
  expect(countOf(stage.requests(), '/src')).toBeLessThanOrEqual(
    wantedFiles + Math.ceil(files.length / 50) + 1,
  )
})
