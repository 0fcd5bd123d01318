import type { HashResolver } from '../batch-hashes.ts'
import type { Place } from './read.ts'
import { pieces } from './run.ts'

/** Looks for commits in the mirror by the twelve characters that Bitbucket shows of their hashes. */
export function resolverFor(place: Place): HashResolver {
  return async (prefixes) => {
    const wanted = prefixes.filter((prefix) => /^[0-9a-f]{4,40}$/.test(prefix))
    const found = new Map<string, readonly string[]>(prefixes.map((prefix) => [prefix, []]))
    if (wanted.length === 0) return found
    const check = ['cat-file', '--batch-check=%(objectname) %(objecttype)']
    // `^{commit}` looks among commits alone: a file with the same beginning is no rival.
    const input = wanted.map((prefix) => `${prefix}^{commit}\n`).join('')
    let index = 0
    for await (const line of pieces({ ...place, arguments: check, input }, '\n')) {
      const prefix = wanted[index] ?? ''
      const [hash = '', type] = line.toString().split(' ')
      if (type === 'commit') found.set(prefix, [hash])
      else if (type === 'ambiguous' || line.toString().endsWith('ambiguous'))
        found.set(prefix, [prefix, prefix])
      index += 1
    }
    return found
  }
}
