import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Bench, type BenchOptions, type Figure, isWorld, meetsGoal, worlds } from './figure.ts'

const own = new Set(['run.ts', 'figure.ts', 'database.ts'])
const names = readdirSync(fileURLToPath(new URL('.', import.meta.url)))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !own.has(file))
  .map((file) => file.slice(0, -'.ts'.length))

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const asked = read(args)
  if (typeof asked === 'string') {
    console.error(`${asked}\nUsage: npm run bench -- [name …] [--world ${worlds.join('|')}] [--only PART]`)
    return 2
  }
  const { wanted, options } = asked
  const [only] = wanted
  if (wanted.length === 1 && only !== undefined) return measure(only, options)
  const failed = (wanted.length === 0 ? names : wanted).filter((name) => !runAlone(name, options))
  return failed.length === 0 ? 0 : 1
}

interface Asked {
  readonly wanted: readonly string[]
  readonly options: BenchOptions
}

/** Or why it cannot be done. */
function read(args: readonly string[]): Asked | string {
  try {
    const { positionals: wanted, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { world: { type: 'string' }, only: { type: 'string' } },
    })
    const { world, only } = values
    const unknown = wanted.filter((name) => !names.includes(name))
    if (unknown.length > 0)
      return `There is no benchmark ${unknown.join(', ')}. There are: ${names.join(', ')}.`
    if (world !== undefined && !isWorld(world)) return `There is no world ${world}.`
    if (only !== undefined && wanted.length !== 1) return '--only is for one benchmark.'
    return { wanted, options: { ...(world ? { world } : {}), ...(only ? { only } : {}) } }
  } catch (error) {
    return (error as Error).message
  }
}

/** A process of its own: what one benchmark leaves in memory is no part of the next one's figures. */
function runAlone(name: string, { world }: BenchOptions): boolean {
  const args = ['--import', 'tsx', fileURLToPath(import.meta.url), name, ...(world ? ['--world', world] : [])]
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0
}

async function measure(name: string, options: BenchOptions): Promise<number> {
  const { bench } = (await import(`./${name}.ts`)) as { bench: Bench }
  const { only } = options
  if (only !== undefined && !bench.parts?.some((part) => part.includes(only))) {
    console.error(
      `${name} has no part ${only}. ${bench.parts ? `Its parts: ${bench.parts.join('; ')}.` : ''}`,
    )
    return 2
  }
  console.log(`${bench.name}: ${bench.doc}`)
  const figures = await bench.run(options)
  for (const figure of figures) console.log(line(figure))
  console.log(JSON.stringify({ bench: bench.name, ok: figures.every(meetsGoal), figures }))
  return 0
}

function line(figure: Figure): string {
  const goal = `${figure.better === 'lower' ? 'at most' : 'at least'} ${figure.goal} ${figure.unit}`
  return `  ${meetsGoal(figure) ? 'ok  ' : 'MISS'}  ${figure.name}: ${figure.value} ${figure.unit} (${goal})`
}
