import { describe, expect, it } from 'vitest'
import { createWorld } from '../world.ts'
import { exclusive } from './history.ts'

/** Seeds whose worlds have a second entry due in the instant of the first, and commits that arrived by another way. */
describe.each([4, 8])('pull requests of the demo world by the seed %i', (seed) => {
  const world = createWorld({ size: 'demo', seed, today: '2026-11-21' })
  const states = world.workspaces
    .flatMap(({ uuid }) => world.repositories(uuid))
    .map(({ uuid }) => world.inner(uuid).state)
  world.close()

  it('have as commits what their head has and their destination has not', () => {
    for (const { commits, byHash, pullRequests } of states)
      for (const { shown, head, commits: own } of pullRequests) {
        const destination = byHash.get(shown.destination.commit ?? '') ?? -1
        expect(own, `#${shown.id}`).toEqual(exclusive(commits, head, destination))
        const dates = own.map((index) => commits[index]?.committedOn ?? 0)
        expect(dates, `#${shown.id}`).toEqual(dates.toSorted((one, other) => other - one))
      }
  })

  it('begin with their opening, and no two of their updates have one instant', () => {
    for (const { pullRequests } of states)
      for (const { shown, activity } of pullRequests) {
        const dates = activity.filter((entry) => entry.kind === 'update').map((entry) => entry.date)
        expect(new Set(dates).size, `#${shown.id}`).toBe(dates.length)
        expect(Math.min(...dates), `#${shown.id}`).toBe(shown.createdOn)
      }
  })
})
