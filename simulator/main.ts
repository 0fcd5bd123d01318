import { readFileSync } from 'node:fs'
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { parseDuration } from './controls/state.ts'
import { InvalidRule, type RuleInput, readRules } from './faults/rule.ts'
import { defaults, type Simulator, startSimulator } from './server.ts'
import type { WorldSize } from './world/interface.ts'

type Flags = {
  world: WorldSize
  seed: number
  port: number
  host: string
  limits: 'on' | 'off'
  hour: number
  today: string
  move?: number
  journal?: string
  cache?: string
  contents?: number
  faults?: RuleInput[]
}

function whole(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a whole number is needed.')
  return Number(text)
}

function port(text: string): number {
  const number = whole(text)
  if (number > 65_535) throw new InvalidArgumentError('a port is at most 65535.')
  return number
}

function duration(text: string): number {
  const ms = parseDuration(text)
  if (ms === undefined) throw new InvalidArgumentError('a duration is needed, such as 3600s, 30s or 5m.')
  return ms
}

function date(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError('a date is needed, such as 2026-11-21.')
  return text
}

function rules(path: string): RuleInput[] {
  try {
    return readRules(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const why = error instanceof InvalidRule || error instanceof Error ? error.message : String(error)
    throw new InvalidArgumentError(why)
  }
}

function command(): Command {
  return new Command('simulator')
    .description('A Bitbucket Cloud that runs on a laptop: REST 2.0, OAuth, webhooks and git over HTTP.')
    .addOption(
      new Option('--world <size>', 'size of the world').choices(['XS', 'demo', 'S', 'M', 'L']).default('XS'),
    )
    .option('--seed <number>', 'the same seed makes the same world', whole, defaults.seed)
    .option('--port <number>', 'where to listen', port, 7990)
    .option('--host <address>', 'interface to listen on', defaults.host)
    .addOption(new Option('--limits <switch>', 'refuse with 429').choices(['on', 'off']).default('on'))
    .option('--hour <duration>', "length of the limits' hour", duration, defaults.hourMs)
    .option('--today <date>', 'last day of the history, and the day removals follow', date, defaults.today)
    .option('--move <duration>', 'a random change so often, which tells webhooks', duration)
    .option('--journal <file>', 'note here when it moved, and repeat that at the next start')
    .option('--cache <directory>', 'keep hash chains and bare repositories here between runs')
    .option('--contents <megabytes>', 'how much of the contents of repositories is kept at a time', whole)
    .option('--faults <file>', 'a JSON list of fault rules to start with', rules)
    .exitOverride()
}

function addresses({ url, world }: Simulator): string {
  const { repositories, pullRequests } = world.summary()
  return [
    `Bitbucket simulator, world ${world.size}, seed ${world.seed}: ${repositories} repositories, ${pullRequests} pull requests`,
    `  page      ${url}/`,
    `  cloud     ${url}/2.0`,
    `  oauth     ${url}/site/oauth2`,
    `  git       ${url}/{workspace}/{slug}.git`,
    `  controls  ${url}/_sim`,
    '',
  ].join('\n')
}

async function run(flags: Flags): Promise<void> {
  const simulator = await startSimulator({
    size: flags.world,
    seed: flags.seed,
    port: flags.port,
    host: flags.host,
    limits: flags.limits === 'on',
    hourMs: flags.hour,
    today: flags.today,
    faults: flags.faults ?? [],
    ...(flags.move === undefined ? {} : { moveMs: flags.move }),
    ...(flags.journal === undefined ? {} : { journal: flags.journal }),
    ...(flags.cache === undefined ? {} : { cacheDirectory: flags.cache }),
    ...(flags.contents === undefined ? {} : { contentsKilobytes: flags.contents * 1000 }),
  })
  process.stdout.write(addresses(simulator))
  let stopping = false
  const stop = () => {
    if (stopping) return
    stopping = true
    void simulator.close().then(() => process.exit(0))
  }
  process.on('SIGTERM', stop)
  if (process.send === undefined) {
    process.on('SIGINT', stop)
    return
  }
  // Part of another program, which a terminal's Ctrl-C reaches as well: it still asks while it stops, and its end,
  // of whatever kind, is ours.
  process.on('SIGINT', () => {})
  process.on('disconnect', stop)
  process.send({ url: simulator.url })
}

try {
  await run(command().parse(process.argv).opts<Flags>())
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode
  else {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  }
}
