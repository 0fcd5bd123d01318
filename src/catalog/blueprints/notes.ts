import type { Finding } from '../mapping/config.ts'
import type { Places } from './places.ts'

/** Names that lead from the whole to a part. */
export type Path = readonly string[]

/** What was found in a blueprint so far. */
export class Notes {
  readonly findings: Finding[] = []
  readonly #places: Places

  constructor(places: Places) {
    this.#places = places
  }

  get isWrong(): boolean {
    return this.findings.some(({ level }) => level === 'error')
  }

  problem(path: Path, message: string, mended: string | null = null): void {
    this.#add('error', path, message, mended)
  }

  warn(path: Path, message: string, mended: string | null = null): void {
    this.#add('warning', path, message, mended)
  }

  #add(level: Finding['level'], path: Path, message: string, mended: string | null): void {
    const place = this.#places.at(path)
    this.findings.push({ level, ...place, path: path.join('.'), message, mended })
  }
}
