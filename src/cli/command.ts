import type { Client } from '../api/contract/client.ts'
import type { Config, ConfigOverrides } from '../config.ts'
import type { Database } from '../db/pool.ts'
import type { Feature } from '../features.ts'
import type { Log } from '../log.ts'
import type { Out } from './out.ts'

export interface Context {
  readonly config: Config
  readonly log: Log
  readonly out: Out
  /**
   * The database as it is, not migrated: DATABASE_URL, else the one a running Windlass has open, else the bundled
   * server, started for this command. Closed by the program when the command ends. One that holds no installation, or
   * one of an older version, is refused, unless the command takes it `asItIs`.
   */
  openDatabase(how?: { readonly asItIs: true }): Promise<Database>
  /** The API of the server at WINDLASS_URL, else of the one that runs on this data directory. */
  client(): Promise<Client>
}

interface Example {
  readonly line: string
  readonly doc: string
}

interface Argument {
  readonly doc: string
  readonly optional?: true
}

interface Option {
  readonly doc: string
  /** What the flag takes, as shown in the help; a flag without is a switch. */
  readonly value?: string
  /** One letter that stands for it, too. */
  readonly letter?: string
  /** It may be given several times. */
  readonly many?: true
  readonly required?: true
  readonly choices?: readonly string[]
  /** The setting it overrides; the command then reads `context.config`. */
  readonly setting?: keyof ConfigOverrides
}

export type Arguments = Readonly<Record<string, Argument>>
/** By their names in camel case: `expiresIn` is `--expires-in`. */
export type Options = Readonly<Record<string, Option>>

type ArgumentValue<A extends Argument> = A extends { optional: true } ? string | undefined : string
type OptionValue<O extends Option> = O extends { many: true }
  ? O extends { required: true }
    ? readonly string[]
    : readonly string[] | undefined
  : O extends { choices: readonly (infer C)[]; value: string }
    ? O extends { required: true }
      ? C
      : C | undefined
    : O extends { value: string }
      ? O extends { required: true }
        ? string
        : string | undefined
      : boolean

type CommandInput<A extends Arguments, O extends Options> = {
  readonly [K in keyof A]: ArgumentValue<A[K]>
} & { readonly [K in keyof O]: OptionValue<O[K]> }

interface Definition<A extends Arguments, O extends Options> {
  /** As typed after `windlass`; a group and a verb are parted by a space: `user add`. */
  readonly name: string
  /** What it does, in one sentence. */
  readonly doc: string
  /** At least one. */
  readonly examples: readonly [Example, ...Example[]]
  /** The area it belongs to, when that can be switched off. */
  readonly feature?: Feature
  readonly arguments?: A
  readonly options?: O
  /** A number is the exit code; nothing is 0. */
  run(context: Context, input: CommandInput<A, O>): Promise<number | undefined>
}

/** How an option is typed: `--expires-in <days>`, `-f, --file <path...>`. */
export function flagOf(name: string, { letter, value, many }: Option): string {
  const long = `--${name.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`)}`
  const flag = letter === undefined ? long : `-${letter}, ${long}`
  return value === undefined ? flag : `${flag} <${value}${many ? '...' : ''}>`
}

export interface Command {
  readonly name: string
  readonly doc: string
  readonly examples: readonly Example[]
  readonly feature?: Feature
  readonly arguments: Arguments
  readonly options: Options
  run(context: Context, input: Readonly<Record<string, unknown>>): Promise<number | undefined>
}

export function defineCommand<
  const A extends Arguments = Record<never, never>,
  const O extends Options = Record<never, never>,
>(definition: Definition<A, O>): Command {
  return Object.freeze({
    arguments: {},
    options: {},
    ...definition,
    // The program fills the input from these very arguments and options.
    run: (context: Context, input: Readonly<Record<string, unknown>>) =>
      definition.run(context, input as CommandInput<A, O>),
  })
}
