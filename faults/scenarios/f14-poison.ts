import type { Repository } from '../../simulator/world/model.ts'
import { describeDifferences } from '../../test/oracle/compare.ts'
import type { House } from '../parts/house.ts'
import type { Site } from '../parts/site.ts'
import { syncInPeace } from '../parts/sync.ts'
import { demandTruth, differencesOf, recover } from '../parts/verdict.ts'
import { demand, type Scenario } from '../scenario.ts'

/** No text of PostgreSQL holds it, and every JSON may. */
const nul = 'ends\0here'
/** No text at all: the escape is the point, since the world would not take what Bitbucket should never send. */
const poison = 7 as unknown as string

interface Scene {
  readonly verbs: Site['simulator']['world']['mutate']
  readonly repository: Repository
  readonly pullRequest: number
  readonly actor: string
}

/** Gives a record a text, poisonous or not. */
type Write = (scene: Scene, text: string) => void

const records: readonly (readonly [string, Write])[] = [
  [
    'the title of a pull request',
    ({ verbs, repository, pullRequest, actor }, title) =>
      verbs.editPullRequest(repository.uuid, pullRequest, { title }, actor),
  ],
  [
    'the description of a pull request',
    ({ verbs, repository, pullRequest, actor }, description) =>
      verbs.editPullRequest(repository.uuid, pullRequest, { description }, actor),
  ],
  [
    'the description of a repository',
    ({ verbs, repository, actor }, description) =>
      verbs.updateRepository(repository.uuid, { description }, actor),
  ],
  [
    'the description of a project',
    ({ verbs, repository, actor }, description) =>
      verbs.updateProject(repository.project, { description }, actor),
  ],
]

/** Of all records the share that has to flow on. */
const least = 0.99

/** One that can be stored but for a character is there, and so is all that lies below it. */
async function blemished(house: House, write: Write): Promise<number> {
  const site = await house.open()
  try {
    write(sceneOf(site), nul)
    await syncInPeace(site)
    const { bad } = await setAside(site)
    demand(bad === 0, `${bad} records were set aside for one character`)
    await demandTruth(site)
    return 1
  } finally {
    await site.close()
  }
}

async function poisoned(house: House, write: Write): Promise<number> {
  const site = await house.open()
  try {
    const scene = sceneOf(site)
    write(scene, poison)
    await syncInPeace(site)
    const { all, bad } = await setAside(site)
    demand(bad > 0, 'no record was set aside')
    demand((all - bad) / all >= least, `${bad} of ${all} records were set aside`)
    const differences = await differencesOf(site)
    const keys = new Set(differences.map(({ key }) => key))
    demand(
      keys.size / all <= 1 - least,
      `${keys.size} facts differ for one record:\n${describeDifferences(differences)
        .split('\n')
        .filter((line) => line.includes('×'))
        .join('\n')}`,
    )
    write(scene, 'mended')
    await recover(site)
    // What happened keeps the text it happened with: such a record is poison for good.
    const left = (await differencesOf(site)).filter(
      ({ fields }) => !Object.values(fields).some(({ theirs }) => theirs === poison),
    )
    demand(left.length === 0, `what was mended is not there:\n${describeDifferences(left)}`)
    return 1
  } finally {
    await site.close()
  }
}

async function setAside({ database }: Site): Promise<{ readonly all: number; readonly bad: number }> {
  const { rows } = await database.pool.query<{ all: number; bad: number }>(
    `select count(*)::integer as all, (count(*) filter (where error is not null))::integer as bad from raw_records`,
  )
  return rows[0] ?? { all: 0, bad: 0 }
}

function sceneOf({ simulator: { world } }: Site): Scene {
  const all = world.workspaces.flatMap(({ uuid }) => world.repositories(uuid))
  const repository = all.find(({ slug }) => slug === 'commerce')
  const actor = world.members(repository?.workspace ?? '')[0]?.account
  demand(repository !== undefined && actor !== undefined, 'the world has no such repository')
  const open = world.content(repository.uuid).pullRequests.find(({ state }) => state === 'OPEN')
  demand(open !== undefined, 'no pull request is open')
  return { verbs: world.mutate, repository, pullRequest: open.id, actor }
}

/** What lies in a repository that cannot be read cannot be read either, and a simulated description is rendered first. */
const alone = ['the title of a pull request', 'the description of a project']

export const scenario: Scenario = {
  id: 'F14',
  name: 'poison',
  doc: 'one record cannot be stored: it is set aside, the others flow, and it comes once it is mended; a NUL alone keeps none away',
  trials: (mode) =>
    mode === 'short'
      ? []
      : [
          ...records.map(([what, write]) => ({
            title: `a NUL in ${what}`,
            run: (house: House) => blemished(house, write),
          })),
          ...records
            .filter(([what]) => alone.includes(what))
            .map(([what, write]) => ({
              title: `no text as ${what}`,
              run: (house: House) => poisoned(house, write),
            })),
        ],
}
