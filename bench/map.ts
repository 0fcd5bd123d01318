import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { templates } from '../src/catalog/defaults/index.ts'
import { type Engine, openEngine } from '../src/catalog/jq/engine.ts'
import type { Answer } from '../src/catalog/jq/expression.ts'
import type { Json } from '../src/catalog/jq/json.ts'
import { openReference } from '../src/catalog/jq/reference.ts'
import { checkMapping } from '../src/catalog/mapping/check.ts'
import type { Resource } from '../src/catalog/mapping/config.ts'
import { mapRecords } from '../src/catalog/mapping/map.ts'
import type { Bench, Figure } from './figure.ts'
import { pullRequestRecords } from './map/pull-requests.ts'

const records = 10_000
/** As many as the product hands over at a time. */
const perBatch = 1_000
const caps = { milliseconds: 60_000, megabytes: 2_000, outputBytes: 2 ** 28 }

export const bench: Bench = {
  name: 'map',
  doc: `The mappings that ship over ${records} pull requests; beside them jq in WebAssembly, and jq itself where it is installed.`,
  async run() {
    const given = await pullRequestRecords(records)
    const engine = openEngine()
    try {
      const figures: Figure[] = []
      for (const template of templates) figures.push(...(await measure(engine, template, given)))
      return figures
    } finally {
      await engine.close()
    }
  },
}

async function measure(
  engine: Engine,
  { name, text }: (typeof templates)[number],
  given: readonly Json[],
): Promise<Figure[]> {
  const resource = await resourceOf(engine, text)
  // The first batch compiles what all others use.
  await mapRecords(engine, resource, given.slice(0, perBatch))
  const began = performance.now()
  let entities = 0
  for (let from = 0; from < given.length; from += perBatch) {
    const outcomes = await mapRecords(engine, resource, given.slice(from, from + perBatch))
    entities += outcomes.reduce((sum, one) => sum + one.entities.length, 0)
  }
  const perSecond = Math.round(entities / ((performance.now() - began) / 1000))
  return [
    {
      name: `entities of the mapping ${name}`,
      value: perSecond,
      unit: 'entities/s',
      goal: 10_000,
      better: 'higher',
    },
    ...(await compare(engine, name, expressionsOf(resource), given)),
  ]
}

async function resourceOf(engine: Engine, text: string): Promise<Resource> {
  const { config } = await checkMapping(engine, text)
  const resource = config?.resources.find(({ kind }) => kind === 'pull-request')
  if (!resource) throw new RangeError('a mapping has no pull requests')
  return resource
}

function expressionsOf({ selector, mappings }: Resource): string[] {
  return [
    selector.query,
    ...mappings.flatMap(({ identifier, blueprint, title, properties, relations }) =>
      [identifier, blueprint, title, ...Object.values(properties), ...Object.values(relations)].filter(
        (jq) => typeof jq === 'string',
      ),
    ),
  ]
}

/** The same answers, asked of jq: what those take is told beside, and no goal. */
async function compare(
  engine: Engine,
  name: string,
  expressions: readonly string[],
  given: readonly Json[],
): Promise<Figure[]> {
  const ours = await engine.evaluate(expressions, given)
  const reference = openReference(caps)
  const began = performance.now()
  const theirs: Answer[][] = []
  for (let from = 0; from < given.length; from += 100)
    theirs.push(...(await reference.run(expressions, given.slice(from, from + 100))))
  tell(name, 'jq in WebAssembly', began, given.length)
  await reference.close()
  const native = askNative(name, expressions, given)
  return [
    differing(`answers of ${name} that jq in WebAssembly gives otherwise`, ours, theirs),
    ...(native ? [differing(`answers of ${name} that jq gives otherwise`, ours, native)] : []),
  ]
}

/** Null where jq is not installed. */
function askNative(name: string, expressions: readonly string[], given: readonly Json[]): Answer[][] | null {
  const folder = mkdtempSync(join(tmpdir(), 'windlass-map-'))
  try {
    const file = join(folder, 'records.json')
    writeFileSync(file, JSON.stringify(given))
    const answers = expressions.map((jq) => `(try [first((\n${jq}\n))] catch {e: "failed"})`)
    const began = performance.now()
    const output = execFileSync('jq', ['-c', `.[] | [${answers.join(',')}]`, file], { maxBuffer: 2 ** 29 })
    tell(name, 'jq itself', began, given.length)
    const lines = output.toString('utf8').trimEnd().split('\n')
    return lines.map((line) =>
      (JSON.parse(line) as (Json[] | { e: string })[]).map((answer): Answer => {
        if (!Array.isArray(answer)) return { kind: 'error', message: '' }
        return answer.length === 0 ? { kind: 'nothing' } : { kind: 'value', value: answer[0] ?? null }
      }),
    )
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    console.log('  jq is not installed: it is not compared.')
    return null
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tell(name: string, what: string, began: number, count: number): void {
  console.log(`  ${what}, ${name}: ${Math.round(count / ((performance.now() - began) / 1000))} records/s`)
}

function differing(
  name: string,
  ours: readonly (readonly Answer[])[],
  theirs: readonly (readonly Answer[])[],
): Figure {
  const text = (answer: Answer | undefined) =>
    answer?.kind === 'value' ? JSON.stringify(answer.value) : (answer?.kind ?? 'missing')
  const value = ours.reduce(
    (sum, line, at) =>
      sum + line.filter((answer, column) => text(answer) !== text(theirs[at]?.[column])).length,
    0,
  )
  return { name, value, unit: 'answers', goal: 0, better: 'lower' }
}
