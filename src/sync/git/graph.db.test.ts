import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../../../test/postgres.ts'
import { localEnvironment } from './environment.ts'
import { compareAll } from './graph.ts'

const directory = temporaryDirectory()
const place = { directory, environment: localEnvironment() }

function git(line: string, input = ''): string[] {
  const options = { cwd: directory, env: place.environment, input }
  return execFileSync('git', line.split(' '), options).toString().split('\n').filter(Boolean)
}

/** The same numbers in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** Commits with up to three parents each, some without any, and a clock that is wrong now and then. */
function makeHistory(count: number): string[] {
  const random = numbers(7)
  const stream = Array.from({ length: count }, (_, index) => {
    const at = 1_700_000_000 + index * 60 - (random(10) === 0 ? random(5_000) : 0)
    const wanted = index < 2 || random(40) === 0 ? 0 : 1 + Number(random(4) === 0) + Number(random(12) === 0)
    const parents = [...new Set(Array.from({ length: wanted }, () => index - random(Math.min(index, 12))))]
    const lines = parents.map((parent, first) => `${first === 0 ? 'from' : 'merge'} :${parent}`)
    return [
      `commit refs/heads/b${index}`,
      `mark :${index + 1}`,
      `committer Ada <ada@example.com> ${at} +0000`,
      'data 1',
      'x',
      ...lines,
    ].join('\n')
  })
  git('init --quiet --bare .')
  git('fast-import --quiet', `${stream.join('\n')}\n`)
  return git('for-each-ref --format=%(objectname)')
}

it('finds the base and the commits of every head as git does', async () => {
  const hashes = makeHistory(200)
  const random = numbers(3)
  const pick = () => hashes[random(hashes.length)] ?? ''
  const ends = Array.from({ length: 60 }, () => ({ head: pick(), destination: pick() }))
  const found = await compareAll(place, ends)
  for (const [index, { head, destination }] of ends.entries()) {
    const known = new Set(git(`rev-list ${destination}`))
    // Where clocks are wrong `rev-list destination..head` leaves off too early and shows commits of both.
    expect(found[index]?.commits).toEqual(git(`rev-list ${head}`).filter((hash) => !known.has(hash)))
    const isRelated = git(`rev-list ${head}`).some((hash) => known.has(hash))
    const bases = isRelated ? git(`merge-base --all ${destination} ${head}`) : [null]
    expect(bases).toContain(found[index]?.base)
  }
  expect(found.some(({ base }) => base === null)).toBe(true)
}, 120_000)
