import { refuseField } from '../entered/refuse.ts'

/** `*` and `?` as in file names; with a slash, `project/slug`. */
const pattern = /^[\w.*?-]+(\/[\w.*?-]+)?$/

/** Patterns that were typed in, each once. */
export function readPatterns(path: 'include' | 'exclude', given: readonly string[]): string[] {
  const patterns = [...new Set(given.map((each) => each.trim().toLowerCase()).filter((each) => each !== ''))]
  const wrong = patterns.find((each) => !pattern.test(each))
  if (wrong === undefined) return patterns
  throw refuseField(
    path,
    `A pattern is the name of a repository, or project/name, with * and ? as in file names; ${wrong} is not.`,
  )
}

/** Whether one of the patterns is met by the slug, or by the project's key and the slug. */
export function meetsAny(patterns: readonly string[], slug: string, projectKey: string | null): boolean {
  const full = `${projectKey ?? ''}/${slug}`.toLowerCase()
  return patterns.some((each) => meets(each, each.includes('/') ? full : slug.toLowerCase()))
}

/**
 * By hand instead of a regular expression: a pattern of many stars takes as many steps as both are long together, and
 * never more than their product.
 */
function meets(glob: string, text: string): boolean {
  let [at, star, from, place] = [0, -1, 0, 0]
  while (place < text.length) {
    if (glob[at] === '*') [star, from] = [at++, place]
    else if (glob[at] === '?' || (at < glob.length && glob[at] === text[place]))
      [at, place] = [at + 1, place + 1]
    else if (star >= 0) [at, place] = [star + 1, ++from]
    else return false
  }
  while (glob[at] === '*') at += 1
  return at === glob.length
}
