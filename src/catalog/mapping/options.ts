import type { Kind } from './config.ts'

/** Options that a selector has for a kind, beside `query`, which every kind has. */
export const selectorOptions: Readonly<Record<Kind, readonly string[]>> = {
  project: [],
  repository: ['repoQuery', 'userRole', 'includedFiles'],
  'pull-request': [
    'repoQuery',
    'userRole',
    'includedFiles',
    'pullRequestQuery',
    'states',
    'maxResults',
    'since',
  ],
  folder: ['repoQuery', 'userRole', 'includedFiles', 'folders'],
  file: ['includedFiles', 'files'],
  user: [],
}

export const userRoles = ['member', 'contributor', 'admin', 'owner'] as const
export const pullRequestStates = ['OPEN', 'MERGED', 'DECLINED', 'SUPERSEDED'] as const

/** The known word that was probably meant; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const one of known) {
    const far = distance(word.toLowerCase(), one.toLowerCase())
    if (far < least) {
      best = one
      least = far
    }
  }
  return best
}

/** Letters to add, to leave out, to replace or to exchange with the next, until one is the other. */
function distance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, at) => at)]
  for (let row = 1; row <= left.length; row += 1) {
    const line = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const at = (up: number, back: number) => rows[row - up]?.[column - back] ?? 0
      const same = left[row - 1] === right[column - 1]
      let least = Math.min(at(1, 0) + 1, (line[column - 1] ?? 0) + 1, at(1, 1) + (same ? 0 : 1))
      const isExchanged = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]
      if (row > 1 && column > 1 && isExchanged) least = Math.min(least, at(2, 2) + 1)
      line.push(least)
    }
    rows.push(line)
  }
  return rows.at(-1)?.at(-1) ?? 0
}
