import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { temporaryDirectory } from '../../../test/postgres.ts'
import { Failure } from '../../errors.ts'
import { localEnvironment } from './environment.ts'
import { openObjects } from './objects.ts'
import { GitError, runGit } from './run.ts'

const directory = temporaryDirectory()
const place = { directory, environment: localEnvironment() }
execFileSync('git', ['init', '--quiet', '--bare', directory])
const blob = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: directory, input: 'words' })
  .toString()
  .trim()
const absent = '1'.padStart(40, '0')

it('hands over what git says, whole, however much both sides have to say', async () => {
  const input = `${blob}\n`.repeat(10_000)
  const said = await runGit({ ...place, arguments: ['cat-file', '--batch-check'], input })
  expect(said.toString()).toBe(`${blob} blob 5\n`.repeat(10_000))
})

it('tells what git complained of, that there is none, and that it was given up', async () => {
  const asked = { ...place, arguments: ['rev-parse', '--verify', 'nothing'] }
  await expect(runGit(asked)).rejects.toThrow(GitError)
  await expect(runGit(asked)).rejects.toThrow(/rev-parse: fatal/)
  const nowhere = { ...asked, environment: { PATH: '/nonexistent' } }
  await expect(runGit(nowhere)).rejects.toThrow(Failure)
  const [late, giveUp] = [new AbortController(), new AbortController()]
  late.abort(new Error('too late'))
  await expect(runGit({ ...asked, signal: late.signal })).rejects.toThrow('too late')
  // It waits for input that never ends.
  const waiting = runGit({
    ...place,
    arguments: ['hash-object', '--stdin'],
    input: 'x'.repeat(1e7),
    signal: giveUp.signal,
  })
  giveUp.abort(new Error('given up'))
  await expect(waiting).rejects.toThrow('given up')
})

it('tells a git that crashed, as it does over a damaged mirror, from one that somebody ended', async () => {
  const killed = (signal: string) =>
    runGit({ ...place, arguments: ['-c', `alias.die=!kill -${signal} $PPID`, 'die'] })
  const crash: unknown = await killed('BUS').catch((error: unknown) => error)
  expect(crash).toBeInstanceOf(GitError)
  expect(String(crash)).toContain('SIGBUS')
  const ended: unknown = await killed('TERM').catch((error: unknown) => error)
  expect(ended).not.toBeInstanceOf(GitError)
  expect(String(ended)).toContain('by a signal')
})

it('runs many at once, and none of them hears another', async () => {
  const words = Array.from({ length: 40 }, (_, index) => `${index} `.repeat(1 + index * 500))
  const hashes = await Promise.all(
    words.map((input) => runGit({ ...place, arguments: ['hash-object', '-w', '--stdin'], input })),
  )
  const objects = openObjects(place)
  const read: string[] = []
  for await (const { content } of objects.read(hashes.map(String).map((hash) => hash.trim())))
    read.push(content.toString())
  objects.close()
  expect(read).toEqual(words)
})

it('answers for objects one after the other, and goes on after one that was left half read', async () => {
  const objects = openObjects(place)
  expect([...(await objects.look([absent, blob, 'HEAD'])).keys()]).toEqual([blob])
  for await (const { hash } of objects.read([blob, blob, absent, blob])) {
    expect(hash).toBe(blob)
    break
  }
  const contents: string[] = []
  for await (const { content } of objects.read([absent, blob])) contents.push(content.toString())
  expect(contents).toEqual(['words'])
  objects.close()
})
