import type { Repository } from '../../simulator/world/model.ts'
import type { Verbs } from '../../simulator/world/verbs.ts'
import { disturbedSync, whenDone } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import type { Site } from '../parts/site.ts'
import { demand, type Scenario } from '../scenario.ts'

/** What a change starts from: the repository it happens to, and somebody who may do it. */
interface Scene {
  readonly site: Site
  readonly world: Site['simulator']['world']
  readonly verbs: Verbs
  readonly repository: Repository
  readonly actor: string
}

type Change = (scene: Scene) => void

function sceneOf(site: Site, slug: string): Scene {
  const { world } = site.simulator
  const repository = world.workspaces
    .flatMap(({ uuid }) => world.repositories(uuid))
    .find((one) => one.slug === slug)
  const actor = world.members(repository?.workspace ?? '')[0]?.account
  demand(repository !== undefined && actor !== undefined, `the world has no ${slug}`)
  return { site, world, verbs: world.mutate, repository, actor }
}

/** An open pull request and a branch it could go to in place of its own. */
function openPullRequest({ world, repository }: Scene) {
  const content = world.content(repository.uuid)
  const found = content.pullRequests.find(({ state }) => state === 'OPEN')
  const other = content.branches.find(
    ({ name }) => name !== found?.source.branch && name !== found?.destination.branch,
  )
  demand(found !== undefined && other !== undefined, 'there is no open pull request to change')
  return { found, other }
}

const changes: readonly (readonly [string, string, Change])[] = [
  [
    'a repository is renamed',
    'commerce',
    ({ verbs, repository, actor }) => verbs.renameRepository(repository.uuid, 'trade', actor),
  ],
  [
    'a workspace gets another slug',
    'commerce',
    ({ verbs, repository, actor }) => verbs.renameWorkspace(repository.workspace, 'harbour', actor),
  ],
  [
    'a repository moves to another project',
    'commerce',
    ({ world, verbs, repository, actor }) => {
      const other = world.projects(repository.workspace).find(({ uuid }) => uuid !== repository.project)
      demand(other !== undefined, 'there is one project')
      verbs.moveRepository(repository.uuid, other.uuid, actor)
    },
  ],
  [
    'a repository is deleted',
    'data-pipeline',
    ({ verbs, repository, actor }) => verbs.deleteRepository(repository.uuid, actor),
  ],
  [
    'a repository is deleted and made again',
    'data-pipeline',
    ({ verbs, repository, actor }) => {
      const { workspace, slug } = repository
      verbs.deleteRepository(repository.uuid, actor)
      verbs.createRepository({ workspace, slug, actor, withReadme: true })
    },
  ],
  [
    'a fork is deleted',
    'checkout-api-fork',
    ({ verbs, repository, actor }) => verbs.deleteRepository(repository.uuid, actor),
  ],
  [
    'somebody closes their account',
    'commerce',
    ({ world, verbs, repository, actor }) => {
      const author = world
        .content(repository.uuid)
        .pullRequests.find(({ author }) => author !== actor)?.author
      demand(author !== undefined, 'there is nobody to leave')
      verbs.closeAccount(author)
    },
  ],
  [
    'a branch is moved by force',
    'commerce',
    ({ world, verbs, repository, actor }) => {
      const branch = repository.mainBranch ?? ''
      const [, , third] = world.content(repository.uuid).log({})
      demand(third !== undefined, 'there is no history')
      verbs.push(repository.uuid, { branch, actor, message: 'again', from: third.hash, force: true })
    },
  ],
  [
    'a repository becomes public',
    'commerce',
    ({ verbs, repository, actor }) =>
      verbs.updateRepository(repository.uuid, { isPrivate: !repository.isPrivate }, actor),
  ],
  [
    'a pull request gets another destination',
    'platform-core',
    (scene) => {
      const { found, other } = openPullRequest(scene)
      scene.verbs.editPullRequest(scene.repository.uuid, found.id, { destination: other.name }, scene.actor)
    },
  ],
  [
    'a pull request is declined',
    'platform-core',
    (scene) => {
      const { found } = openPullRequest(scene)
      scene.verbs.declinePullRequest(scene.repository.uuid, found.id, scene.actor)
    },
  ],
  [
    'a branch is deleted',
    'commerce',
    ({ world, verbs, repository, actor }) => {
      const { branches, pullRequests } = world.content(repository.uuid)
      // Where a pull request is open its branch cannot go.
      const used = new Set(
        pullRequests
          .filter(({ state }) => state === 'OPEN')
          .flatMap(({ source, destination }) => [source.branch, destination.branch]),
      )
      const branch = branches.find(({ name }) => name !== repository.mainBranch && !used.has(name))
      demand(branch !== undefined, 'there is no branch to delete')
      verbs.deleteBranch(repository.uuid, branch.name, actor)
    },
  ],
]

/** What is missing from a list has gone when it is missing from the next one as well. */
const passes = 2

function changed(house: House, slug: string, change: Change): Promise<number> {
  return disturbedSync(house, {
    passes,
    async disturb(site) {
      await whenDone(house, site, 0.4)
      change(sceneOf(site, slug))
      return 1
    },
  })
}

export const scenario: Scenario = {
  id: 'F9',
  name: 'world',
  doc: 'the world changes while it is read: names, places, histories, people and pull requests',
  trials(mode) {
    const all = changes.map(([title, slug, change]) => ({
      title,
      run: (house: House) => changed(house, slug, change),
    }))
    return mode === 'all' ? all : all.slice(0, 1)
  },
}
