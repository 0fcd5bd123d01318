import { describe, expect, it } from 'vitest'
import { type SourceFile, sources } from './source.ts'

/**
 * Who may import whom below src/. A part is a folder or a file at the top of src/; `people/permissions` and
 * `api/contract` are parts of their own, because the browser reads them.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  features: [],
  log: [],
  'people/permissions': [],
  config: ['errors'],
  db: ['errors', 'config', 'log'],
  connections: ['db', 'errors', 'config', 'log'],
  sync: ['connections', 'db', 'errors', 'config', 'log'],
  connectors: ['sync', 'errors'],
  catalog: ['db', 'errors'],
  people: ['people/permissions', 'features', 'db', 'errors', 'config', 'log'],
  jobs: [
    'catalog',
    'connectors',
    'sync',
    'connections',
    'people',
    'features',
    'db',
    'errors',
    'config',
    'log',
  ],
  'api/contract': ['people/permissions', 'features'],
  api: [
    'api/contract',
    'catalog',
    'connectors',
    'people',
    'people/permissions',
    'connectors',
    'sync',
    'connections',
    'features',
    'db',
    'errors',
    'config',
    'log',
  ],
  cli: [
    'api',
    'api/contract',
    'catalog',
    'connectors',
    'jobs',
    'people',
    'people/permissions',
    'sync',
    'connections',
    'features',
    'db',
    'errors',
    'config',
    'log',
  ],
  main: ['cli', 'config', 'errors', 'log'],
}

const own = Object.keys(allowed).sort((a, b) => b.length - a.length)

function partOf(path: string): string | undefined {
  const inside = path.replace(/^src\//, '').replace(/\.tsx?$/, '')
  return own.find((part) => inside === part || inside.startsWith(`${part}/`))
}

const server = sources('src')
const product = server.filter((file) => !file.path.endsWith('.test.ts'))

function violations(files: readonly SourceFile[], offends: (file: SourceFile, target: string) => boolean) {
  return files.flatMap((file) =>
    file.imports.filter((target) => offends(file, target)).map((target) => `${file.path} imports ${target}`),
  )
}

describe('imports', () => {
  it('finds the sources and their imports', () => {
    expect(product.length).toBeGreaterThan(15)
    expect(product.find((file) => file.path === 'src/config.ts')?.imports).toContain('src/errors.ts')
  })

  it('gives every source file below src/ a place in the table', () => {
    expect(product.filter((file) => partOf(file.path) === undefined).map((file) => file.path)).toEqual([])
  })

  it('points down only', () => {
    const offends = (file: SourceFile, target: string) => {
      if (!target.startsWith('src/')) return false
      const [from, to] = [partOf(file.path), partOf(target)]
      if (from === undefined || to === undefined || from === to) return false
      return !allowed[from]?.includes(to)
    }
    expect(violations(product, offends)).toEqual([])
  })

  it('never crosses from one program into another but through the contract', () => {
    const fromServer = (_: SourceFile, target: string) => /^(web|simulator|test|bench|faults)\//.test(target)
    expect(violations(product, fromServer)).toEqual([])
    const fromWeb = (_: SourceFile, target: string) =>
      /^(simulator|test|bench|faults)\//.test(target) ||
      (target.startsWith('src/') && partOf(target) !== 'api/contract')
    expect(violations(sources('web'), fromWeb)).toEqual([])
    const fromSimulator = (file: SourceFile, target: string) =>
      /^(src|web|bench|faults)\//.test(target) ||
      (target.startsWith('test/') && !file.path.endsWith('.test.ts'))
    expect(violations(sources('simulator'), fromSimulator)).toEqual([])
  })

  it('keeps the shared parts of the page free of the product', () => {
    const offends = (_: SourceFile, target: string) =>
      target.startsWith('src/') || (target.startsWith('web/') && !/^web\/(ui|theme)/.test(target))
    expect(violations(sources('web/ui'), offends)).toEqual([])
  })

  it('has no cycles', () => {
    expect(cycles([...product, ...sources('web'), ...sources('simulator')])).toEqual([])
  })

  it('reads the environment in config.ts alone', () => {
    const readers = product.filter((file) => /process\.env\b/.test(file.text)).map((file) => file.path)
    expect(readers).toEqual(['src/config.ts'])
  })
})

/** Type-only imports vanish when the program runs, so only the others can make a cycle that bites. */
function cycles(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map((file) => [file.path, file.runtimeImports]))
  const found = new Set<string>()
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.add([...trail.slice(at), path].join(' → '))
    if (at >= 0 || done.has(path)) return
    for (const next of targets.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const file of files) visit(file.path, [])
  return [...found]
}
