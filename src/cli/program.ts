import { Argument, Command as Commander, CommanderError, Option } from 'commander'
import type { ConfigOverrides } from '../config.ts'
import { type Command, flagOf } from './command.ts'
import { openContext } from './context.ts'
import { exitCodes } from './exit-codes.ts'
import { createOut } from './out.ts'
import { report } from './report.ts'

interface Streams {
  readonly stdout: { write(text: string): unknown }
  readonly stderr: { write(text: string): unknown }
}

/** Runs the command line and answers with its exit code. */
export async function runProgram(
  commands: readonly Command[],
  version: string,
  words: readonly string[],
  streams: Streams,
): Promise<number> {
  let code = 0
  const program = buildProgram(commands, version, streams, (result) => {
    code = result
  })
  try {
    await program.parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version end this way too, with 0.
    return error.exitCode === 0 || error.code === 'commander.help' ? 0 : 2
  }
}

function buildProgram(
  commands: readonly Command[],
  version: string,
  streams: Streams,
  done: (code: number) => void,
): Commander {
  const program = new Commander('windlass')
    .description('Raises what is in your Bitbucket into a software catalogue, metrics and scorecards.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    // A command may be a group as well: what follows its verb is the verb's.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('See --help.')
    .configureOutput({
      writeOut: (text) => streams.stdout.write(text),
      writeErr: (text) => streams.stderr.write(text.replace(/^error: /, '')),
    })
    .addHelpText('after', `\nExit codes:\n${exitCodeLines()}`)
  for (const command of commands) add(program, command, streams, done)
  return program
}

function add(program: Commander, command: Command, streams: Streams, done: (code: number) => void): void {
  const [group, verb] = command.name.split(' ')
  const parent = verb === undefined ? program : groupOf(program, group ?? '')
  const made = parent.command(verb ?? command.name).description(command.doc)
  for (const [name, argument] of Object.entries(command.arguments)) {
    made.addArgument(new Argument(argument.optional ? `[${name}]` : `<${name}>`, argument.doc))
  }
  for (const [name, option] of Object.entries(command.options)) made.addOption(asOption(name, option))
  made
    .enablePositionalOptions()
    .option('--data <directory>', 'data directory, in place of WINDLASS_DATA')
    .option('--json', 'print JSON, for programs')
    .addHelpText('after', `\nExamples:\n${exampleLines(command)}`)
    .action(async () => done(await run(command, made, streams)))
}

function groupOf(program: Commander, name: string): Commander {
  const found = program.commands.find((command) => command.name() === name)
  return (
    found ??
    program
      .command(name)
      .description(`commands about ${name.replace(/s?$/, 's')}; see windlass ${name} --help`)
  )
}

function asOption(name: string, option: Command['options'][string]): Option {
  const made = new Option(flagOf(name, option), option.doc)
  if (option.choices) made.choices(option.choices)
  if (option.required) made.makeOptionMandatory()
  return made
}

async function run(command: Command, made: Commander, streams: Streams): Promise<number> {
  const flags: Record<string, unknown> = made.opts()
  const out = createOut(flags.json === true, streams)
  const names = Object.keys(command.arguments)
  const input: Record<string, unknown> = Object.fromEntries(
    names.map((name, index) => [name, made.processedArgs[index]]),
  )
  for (const [name, option] of Object.entries(command.options)) {
    input[name] = option.value ? flags[name] : flags[name] === true
  }
  let context: Awaited<ReturnType<typeof openContext>> | undefined
  try {
    context = openContext(out, overridesOf(command, flags))
    if (command.feature) await context.requireFeature(command.feature)
    return (await command.run(context, input)) ?? 0
  } catch (error) {
    return report(error, out, streams, context?.config.logLevel)
  } finally {
    await context?.close()
  }
}

function overridesOf(command: Command, flags: Readonly<Record<string, unknown>>): ConfigOverrides {
  const overrides: Partial<Record<keyof ConfigOverrides, string>> = {}
  if (typeof flags.data === 'string') overrides.dataDirectory = flags.data
  for (const [name, option] of Object.entries(command.options)) {
    const value = flags[name]
    if (option.setting && value !== undefined) overrides[option.setting] = String(value)
  }
  return overrides
}

function exampleLines(command: Command): string {
  return command.examples.map((example) => `  $ ${example.line}\n      ${example.doc}`).join('\n')
}

function exitCodeLines(): string {
  return exitCodes.map((row) => `  ${row.code}  ${row.doc}`).join('\n')
}
