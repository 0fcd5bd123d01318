export interface Difference {
  /** Where in the record: `role`, `support.email`, `permissions.2`. */
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed' | 'same'
  readonly before: string
  readonly after: string
}

/** Field by field what an audited change did, changed fields first, each part in the order of the record. */
export function differences(before: unknown, after: unknown): Difference[] {
  const old = flatten(before)
  const young = flatten(after)
  const paths = [...new Set([...old.keys(), ...young.keys()])]
  const all = paths.map((path) => compare(path, old.get(path), young.get(path)))
  return [...all.filter((each) => each.kind !== 'same'), ...all.filter((each) => each.kind === 'same')]
}

function compare(path: string, before: string | undefined, after: string | undefined): Difference {
  if (before === undefined) return { path, kind: 'added', before: '', after: after ?? '' }
  if (after === undefined) return { path, kind: 'removed', before, after: '' }
  return { path, kind: before === after ? 'same' : 'changed', before, after }
}

function flatten(value: unknown, path = '', into = new Map<string, string>()): Map<string, string> {
  if (value === undefined || (value === null && path === '')) return into
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    for (const [key, part] of Object.entries(value)) flatten(part, path ? `${path}.${key}` : key, into)
    return into
  }
  return into.set(path, typeof value === 'string' ? value : JSON.stringify(value))
}
