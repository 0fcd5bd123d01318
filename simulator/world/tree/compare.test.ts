import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withRenames } from './compare.ts'
import type { TextFile } from './node.ts'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'windlass-renames-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

const file = (content: string): TextFile => ({ kind: 'text', content, executable: false, hash: null })
const lines = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `${text(index)}\n`).join('')
/** Longer than the pieces in which git compares: what differs is the end alone. */
const long = (end: string) => (index: number) =>
  `Sentence ${index} of a text that goes on beyond sixty-four characters and ${end}`

/** Whether git takes the one for the other under a new name. */
function isRenamedByGit(before: string, after: string): boolean {
  writeFileSync(join(directory, 'before'), before)
  writeFileSync(join(directory, 'after'), after)
  const git = (...all: string[]) => execFileSync('git', all, { cwd: directory }).toString().trim()
  git('init', '-q')
  const treeOf = (name: string) => {
    const blob = git('hash-object', '-w', name)
    return execFileSync('git', ['mktree'], { cwd: directory, input: `100644 blob ${blob}\t${name}\n` })
      .toString()
      .trim()
  }
  return git('diff-tree', '-r', '-M', '--name-status', treeOf('before'), treeOf('after')).startsWith('R')
}

describe('a file that goes while another comes', () => {
  it.each([
    ['shares all', lines(20, String), lines(20, String)],
    ['shares none', lines(20, String), lines(20, (index) => `other ${index}`)],
    [
      'shares a third',
      lines(20, long('ends')),
      lines(7, long('ends')) +
        lines(13, (n) => `Nothing of the ${n} that went before, of what it said, and of how`),
    ],
    ['shares the beginnings of long lines', lines(20, long('ends')), lines(20, long('stops'))],
    ['has no end of line', 'one line', 'one line'],
    ['has no end of line and another text', 'one line', 'two lines'],
  ])('and %s is renamed or not as git says', (_, before, after) => {
    const changes = withRenames([
      { path: 'before', before: file(before), after: null },
      { path: 'after', before: null, after: file(after) },
    ])
    expect(changes.length === 1).toBe(isRenamedByGit(before, after))
  })
})
