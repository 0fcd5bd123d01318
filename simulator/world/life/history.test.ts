import { expect, it } from 'vitest'
import { exclusive } from './history.ts'

const commit = (committedOn: number, ...parents: number[]) => ({ committedOn, parents })

it('lists what a head has and its base has not by the date of commit, as git does', () => {
  // 2 was made after 1 and committed to before it: its parent had a later clock.
  const commits = [commit(1), commit(9, 0), commit(5, 0), commit(10, 2, 1)]
  expect(exclusive(commits, 3, 0)).toEqual([3, 1, 2])
})
