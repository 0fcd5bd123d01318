import { parseArgs } from 'node:util'
import { type House, openHouse } from './parts/house.ts'
import { type Mode, type Scenario, Skipped, type Trial } from './scenario.ts'
import { loadScenarios } from './scenarios.ts'

process.exitCode = await start(process.argv.slice(2))

async function start(args: readonly string[]): Promise<number> {
  const asked = read(args)
  if ('wanted' in asked) return main(asked.wanted, asked.only)
  console.error(asked.problem)
  return 2
}

function read(args: readonly string[]): { wanted: string[]; only: string } | { problem: string } {
  try {
    const options = { only: { type: 'string', default: '' } } as const
    const { positionals, values } = parseArgs({ args: [...args], allowPositionals: true, options })
    return { wanted: positionals, only: values.only }
  } catch (error) {
    return { problem: (error as Error).message }
  }
}

async function main(wanted: readonly string[], only: string): Promise<number> {
  const scenarios = await loadScenarios()
  if (wanted.length === 0) {
    for (const { id, name, doc } of scenarios) console.log(`${id.padEnd(4)} ${name.padEnd(12)} ${doc}`)
    console.log('\nall, short, or any of these by id or name; `short` before names takes their short part.')
    console.log('--only TEXT leaves out trials whose title does not contain it.')
    return 0
  }
  const mode: Mode = wanted.includes('short') ? 'short' : 'all'
  const names = wanted.filter((one) => one !== 'all' && one !== 'short').map((one) => one.toLowerCase())
  const unknown = names.filter((name) => !scenarios.some((one) => isNamed(one, name)))
  if (unknown.length > 0) {
    console.error(`There is no scenario ${unknown.join(', ')}.`)
    return 2
  }
  const chosen = scenarios.filter((one) => names.length === 0 || names.some((name) => isNamed(one, name)))
  const house = await openHouse()
  let leaving = false
  const leave = () => {
    if (leaving) process.exit(130)
    leaving = true
    void house.close().finally(() => process.exit(130))
  }
  process.on('SIGINT', leave)
  process.on('SIGTERM', leave)
  try {
    return report(await runAll(house, chosen, mode, only))
  } finally {
    await house.close()
  }
}

function isNamed({ id, name }: Scenario, wanted: string): boolean {
  return id.toLowerCase() === wanted || name === wanted
}

interface Result {
  readonly scenario: Scenario
  readonly runs: number
  readonly failures: number
  readonly skipped: number
  readonly seconds: number
}

async function runAll(
  house: House,
  scenarios: readonly Scenario[],
  mode: Mode,
  only: string,
): Promise<Result[]> {
  const results: Result[] = []
  for (const scenario of scenarios) {
    const trials = scenario.trials(mode).filter(({ title }) => title.includes(only))
    if (trials.length === 0) continue
    const began = Date.now()
    let [runs, failures, skipped] = [0, 0, 0]
    for (const trial of trials) {
      const outcome = await attempt(house, scenario, trial)
      if (outcome === 'failed') failures += 1
      else if (outcome === 'skipped') skipped += 1
      runs += typeof outcome === 'number' ? outcome : outcome === 'failed' ? 1 : 0
    }
    results.push({ scenario, runs, failures, skipped, seconds: (Date.now() - began) / 1000 })
  }
  return results
}

async function attempt(house: House, { id }: Scenario, trial: Trial): Promise<number | 'failed' | 'skipped'> {
  const began = Date.now()
  const tell = (word: string, detail = '') =>
    console.log(
      `${word.padEnd(7)} ${id} ${trial.title} (${((Date.now() - began) / 1000).toFixed(1)} s)${detail}`,
    )
  try {
    const runs = await trial.run(house)
    tell('ok')
    return runs
  } catch (error) {
    if (error instanceof Skipped) {
      tell('skipped', `: ${error.message}`)
      return 'skipped'
    }
    tell('FAILED', `\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    return 'failed'
  }
}

function report(results: readonly Result[]): number {
  console.log(`\n${row(['scenario', 'runs', 'failures', 'skipped', 'seconds'])}`)
  for (const { scenario, runs, failures, skipped, seconds } of results) {
    const name = `${scenario.id} ${scenario.name}`
    console.log(row([name, String(runs), String(failures), String(skipped), seconds.toFixed(0)]))
  }
  const sum = (of: (result: Result) => number) => results.reduce((total, one) => total + of(one), 0)
  const failures = sum((one) => one.failures)
  const totals = {
    scenarios: results.length,
    runs: sum((one) => one.runs),
    failures,
    skipped: sum((one) => one.skipped),
  }
  console.log(`\n${JSON.stringify(totals)}`)
  return failures === 0 ? 0 : 1
}

function row([name = '', ...figures]: readonly string[]): string {
  return `${name.padEnd(16)}${figures.map((figure) => figure.padStart(10)).join('')}`
}
