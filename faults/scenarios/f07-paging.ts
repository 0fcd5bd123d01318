import type { RuleInput } from '../../simulator/faults/rule.ts'
import { disturbedSync, syncUnderRules, whenAsked } from '../parts/disturbed.ts'
import type { House } from '../parts/house.ts'
import { type Site, small } from '../parts/site.ts'
import type { Scenario, Trial } from '../scenario.ts'

type How = Extract<RuleInput['effect'], { kind: 'page' }>['how']

/** Of what tells its length a page that lacks something is noticed; what lacks the link to the next is everywhere. */
const counted = '/repositories/*/*/pullrequests'
const anywhere = '/repositories/*/*/**'

const bent: readonly (readonly [string, How, string])[] = [
  ['an item comes twice', 'duplicate', anywhere],
  ['an item is left out', 'skip', counted],
  ['pages lead in a circle', 'loop', anywhere],
  ['the next page is malformed', 'malformed-next', anywhere],
  ['the next page lies elsewhere', 'foreign-next', anywhere],
  ['the length is wrong', 'wrong-size', anywhere],
  ['the link to the next page is missing', 'no-next', counted],
  ['a page is half of one', 'partial', counted],
  ['a page has holes', 'holes', counted],
]

/** Something changes after the first page of pull requests was answered. */
async function whilePaging(house: House, change: (site: Site, repository: string) => void): Promise<number> {
  return disturbedSync(house, {
    options: small,
    async disturb(site) {
      await whenAsked(site, /\/pullrequests$/)
      change(site, repositoryOf(site))
      return 1
    },
  })
}

function repositoryOf({ simulator: { world } }: Site): string {
  const all = world.workspaces.flatMap(({ uuid }) => world.repositories(uuid))
  return all.find(({ slug }) => small.include.some((one) => one === slug))?.uuid ?? ''
}

const moving: readonly Trial[] = [
  {
    title: 'a pull request is new while paging',
    run: (house) =>
      whilePaging(house, ({ simulator: { world } }, repository) => {
        const content = world.content(repository)
        const author = content.pullRequests[0]?.author ?? ''
        const [commit] = world.mutate.push(repository, {
          branch: 'while-paging',
          actor: author,
          message: 'late',
        })
        if (commit === undefined) throw new Error('nothing was pushed')
        world.mutate.openPullRequest(repository, { title: 'late', author, source: 'while-paging' })
      }),
  },
  {
    title: 'a pull request changes its place while paging',
    run: (house) =>
      whilePaging(house, ({ simulator: { world } }, repository) => {
        const oldest = world.content(repository).pullRequestsByUpdate().at(-1)
        if (!oldest) throw new Error('there is no pull request')
        world.mutate.comment(repository, oldest.id, { author: oldest.author, content: 'moved to the front' })
      }),
  },
  {
    title: 'a branch is deleted while paging',
    run: (house) =>
      whilePaging(house, ({ simulator: { world } }, repository) => {
        const { branches, pullRequests } = world.content(repository)
        const branch = branches.find(
          ({ name }) =>
            name !== world.repository(repository)?.mainBranch &&
            !pullRequests.some((one) => one.source.branch === name),
        )
        const author = pullRequests[0]?.author ?? ''
        if (!branch) throw new Error('there is no branch to delete')
        world.mutate.deleteBranch(repository, branch.name, author)
      }),
  },
]

export const scenario: Scenario = {
  id: 'F7',
  name: 'paging',
  doc: 'pages repeat, skip, loop and lead elsewhere, and the list moves while it is read',
  trials(mode) {
    const pages = bent.map(
      ([title, how, path]): Trial => ({
        title,
        run: async (house) => {
          await syncUnderRules(
            house,
            [{ note: title, match: { path }, effect: { kind: 'page', how } }],
            small,
          )
          return 1
        },
      }),
    )
    return mode === 'all' ? [...pages, ...moving] : pages.filter(({ title }) => title === bent[1]?.[0])
  },
}
