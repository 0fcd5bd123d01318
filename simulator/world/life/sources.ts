/** Fresh lines of code. */
import type { Random } from '../random.ts'
import { LINE_NUMBERS } from '../tree/line.ts'
import { type SourceFile, sourceFile } from '../tree/node.ts'
import { languageOf } from './layout.ts'

export function newSource(random: Random, path: string): SourceFile {
  return sourceFile(
    languageOf(path),
    newLines(random, random.int(8, 26)).sort((a, b) => a - b),
  )
}

export function newLines(random: Random, count: number): number[] {
  return [...new Set(Array.from({ length: count }, () => random.int(0, LINE_NUMBERS - 1)))]
}
