import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StartOptions } from './program.ts'
import type { Site } from './site.ts'

export type FailingKind = 'database' | 'http' | 'file' | 'before-commit' | 'after-commit'

/** What the n-th operation of a kind fails in; for `nth` 0 they are counted and nothing fails. */
export interface Failing {
  readonly options: StartOptions
  hasStruck(): boolean
  /** Operations of this kind, once the process has ended. */
  seen(): number
}

const module = new URL('../preload/failing.mjs', import.meta.url).href
let reports = 0

export function failing({ dataDirectory }: Site, kind: FailingKind, nth: number): Failing {
  reports += 1
  const path = join(dataDirectory, `faults-${reports}`)
  const text = () => (existsSync(path) ? readFileSync(path, 'utf8') : '')
  return {
    options: { preload: [module], env: { FAULT_KIND: kind, FAULT_NTH: String(nth), FAULT_REPORT: path } },
    hasStruck: () => text().includes('struck'),
    seen: () => Number(/seen (\d+)/.exec(text())?.[1] ?? 0),
  }
}
