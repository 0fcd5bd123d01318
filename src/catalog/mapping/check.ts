import type { Engine } from '../jq/engine.ts'
import { knownWrong } from './known.ts'
import { type ReadMapping, readMapping } from './read.ts'

/** Reads a mapping and has the engine look at each of its expressions. Findings are in the order of the text. */
export async function checkMapping(engine: Engine, text: string): Promise<ReadMapping> {
  const read = readMapping(text)
  for (const { jq, place, kind } of read.expressions) {
    const problem = await engine.check(jq)
    if (problem !== null) place.problem(`jq does not take it: ${problem}`)
    const wrong = kind && knownWrong(kind, place.path, jq)
    if (wrong) place.mend(wrong.message, wrong.mended)
  }
  const findings = read.findings.toSorted(
    (left, right) => left.line - right.line || left.column - right.column,
  )
  const isWrong = findings.some(({ level }) => level === 'error')
  return { ...read, findings, config: isWrong ? null : read.config }
}
