import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Static, type TProperties, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from './errors.ts'

interface Setting {
  /** The environment variable that sets it. */
  readonly env: string
  readonly doc: string
}

const url = Type.String({
  pattern: '^https?://',
  expected: 'an address that begins with http:// or https://',
})
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const

function whole(minimum: number, maximum: number, byDefault: number) {
  return Type.Integer({
    minimum,
    maximum,
    default: byDefault,
    expected: `a whole number from ${minimum} to ${maximum}`,
  })
}

/** Every setting: its schema with its default, and the variable it is read from. */
const schema = {
  demo: Type.Boolean({ default: false, expected: 'true or false' }),
  dataDirectory: Type.String({ default: './data', minLength: 1 }),
  host: Type.String({ default: '127.0.0.1', minLength: 1 }),
  port: whole(0, 65535, 7373),
  publicUrl: Type.Optional(url),
  databaseUrl: Type.Optional(
    Type.String({ pattern: '^postgres(ql)?://', expected: 'an address that begins with postgres://' }),
  ),
  databaseConnections: whole(4, 500, 10),
  jobConcurrency: whole(1, 100, 4),
  key: Type.Optional(Type.String({ minLength: 1 })),
  logLevel: Type.Union(
    logLevels.map((level) => Type.Literal(level)),
    { default: 'info', expected: `one of ${logLevels.join(', ')}` },
  ),
  sessionHours: whole(1, 8760, 168),
  bodyLimitKilobytes: whole(16, 102400, 1024),
  proxy: Type.Optional(url),
  noProxy: Type.Optional(Type.String()),
  networkHosts: Type.String({ default: 'api.bitbucket.org,bitbucket.org' }),
  trustProxy: Type.Boolean({ default: false, expected: 'true or false' }),
  allowPrivateHosts: Type.String({ default: 'none' }),
  limitWindowSeconds: whole(1, 3600, 3600),
  deliveryDays: whole(1, 365, 14),
  webhookAddresses: Type.String({ default: 'any' }),
  supportEmail: Type.Optional(Type.String({ pattern: '^[^@\\s]+@[^@\\s]+$', expected: 'an e-mail address' })),
  supportUrl: Type.Optional(url),
  serverUrl: Type.Optional(url),
  apiKey: Type.Optional(Type.String({ minLength: 1 })),
} satisfies TProperties

const settings: { readonly [K in keyof typeof schema]: Setting } = {
  demo: {
    env: 'WINDLASS_DEMO',
    doc: 'true starts the demo: an invented company whose Bitbucket runs beside Windlass, in a data directory of its own.',
  },
  dataDirectory: {
    env: 'WINDLASS_DATA',
    doc: 'Directory of the bundled PostgreSQL, the key file and the run state. Relative to the checkout. The demo has ./data-demo instead.',
  },
  host: {
    env: 'WINDLASS_HOST',
    doc: 'Address to listen on. Loopback unless told otherwise; put a TLS proxy in front before opening it.',
  },
  port: { env: 'WINDLASS_PORT', doc: 'Port to listen on; 0 takes any free one.' },
  publicUrl: {
    env: 'WINDLASS_PUBLIC_URL',
    doc: 'Address people and webhooks reach Windlass at, when it differs from host and port. With https, cookies are marked Secure.',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    doc: 'An external PostgreSQL 15 or newer. Set, the bundled server is not started.',
  },
  databaseConnections: {
    env: 'WINDLASS_DATABASE_CONNECTIONS',
    doc: 'Most connections one process opens to PostgreSQL.',
  },
  jobConcurrency: {
    env: 'WINDLASS_JOB_CONCURRENCY',
    doc: 'Background jobs that run at once in one process.',
  },
  key: {
    env: 'WINDLASS_KEY',
    doc: 'Key ring that seals stored secrets: 32 bytes in base64, several by comma, the first seals. Unset, a key file is generated in the data directory.',
  },
  logLevel: {
    env: 'WINDLASS_LOG_LEVEL',
    doc: 'Least level that is logged: trace, debug, info, warn, error or silent.',
  },
  sessionHours: { env: 'WINDLASS_SESSION_HOURS', doc: 'Hours after its last use at which a session ends.' },
  bodyLimitKilobytes: {
    env: 'WINDLASS_BODY_LIMIT_KB',
    doc: 'Largest request body taken by the API, in kilobytes.',
  },
  proxy: {
    env: 'WINDLASS_PROXY',
    doc: 'Outbound HTTP proxy for the installation; a connection may name its own. Unset, HTTPS_PROXY is used.',
  },
  noProxy: {
    env: 'WINDLASS_NO_PROXY',
    doc: 'Hosts reached without the proxy, by comma. Unset, NO_PROXY is used.',
  },
  networkHosts: {
    env: 'WINDLASS_NETWORK_HOSTS',
    doc: 'Hosts that `windlass doctor` tries to reach, by comma; `none` to try none.',
  },
  trustProxy: {
    env: 'WINDLASS_TRUST_PROXY',
    doc: 'true when a reverse proxy in front sets X-Forwarded-For and X-Forwarded-Proto.',
  },
  allowPrivateHosts: {
    env: 'WINDLASS_ALLOW_PRIVATE_HOSTS',
    doc: 'Hosts a connection may reach at a private address, by comma: names or addresses as its URLs write them. All others must resolve to public addresses. `none` allows none; the demo allows 127.0.0.1, where its Bitbucket runs.',
  },
  limitWindowSeconds: {
    env: 'WINDLASS_LIMIT_WINDOW_SECONDS',
    doc: 'Length of the rolling window in which Bitbucket counts requests. An hour; anything shorter is for tests against a server whose window is shorter too.',
  },
  deliveryDays: {
    env: 'WINDLASS_DELIVERY_DAYS',
    doc: 'Days for which deliveries of webhooks are kept, so that they can be looked at and replayed.',
  },
  webhookAddresses: {
    env: 'WINDLASS_WEBHOOK_ADDRESSES',
    doc: 'Networks webhooks may come from, by comma, such as 104.192.136.0/21; `any` takes them from everywhere. What is signed with the secret is genuine either way.',
  },
  supportEmail: {
    env: 'WINDLASS_SUPPORT_EMAIL',
    doc: 'Address for help, shown on the About page and with errors.',
  },
  supportUrl: { env: 'WINDLASS_SUPPORT_URL', doc: 'Page or channel for help, shown beside the address.' },
  serverUrl: {
    env: 'WINDLASS_URL',
    doc: 'Server that the command line talks to. Unset, the one that runs on the data directory.',
  },
  apiKey: { env: 'WINDLASS_API_KEY', doc: 'API key the command line shows to the server at WINDLASS_URL.' },
}

const Config = Type.Object(schema)
export type Config = Readonly<Static<typeof Config>> & {
  /** Directory of package.json: migrations, the built page and the docs lie below it. */
  readonly root: string
  readonly version: string
}

export type ConfigOverrides = Partial<Record<keyof typeof schema, string>>

/** What the demo has in place of a default: it mixes with nothing else, and reaches this machine alone. */
const ofDemo: ConfigOverrides = { dataDirectory: './data-demo', allowPrivateHosts: '127.0.0.1' }

/** The variables other programs share, read when ours is unset. */
const shared: ConfigOverrides = { proxy: 'HTTPS_PROXY', noProxy: 'NO_PROXY' }

/**
 * The one reader of the environment. Flags of the command line come as `overrides` and win. Lists every problem
 * at once, and never echoes a value: it may be a secret.
 */
export function readConfig(
  environment: NodeJS.ProcessEnv = process.env,
  overrides: ConfigOverrides = {},
): Config {
  const raw: Record<string, unknown> = {}
  for (const name of names()) {
    const text = overrides[name] ?? fromEnvironment(environment, name)
    if (text !== undefined && text !== '') raw[name] = text
  }
  if (Value.Convert(schema.demo, raw.demo) === true) Object.assign(raw, { ...ofDemo, ...raw })
  const value = Value.Convert(Config, Value.Default(Config, raw))
  const problems = [...Value.Errors(Config, value)].map((error) => describe(error.path))
  problems.push(...unknownVariables(environment))
  if (problems.length > 0) {
    throw new Failure('config_invalid', { detail: [...new Set(problems)].join(' '), data: { problems } })
  }
  const root = packageRoot()
  const config = value as Static<typeof Config>
  return Object.freeze({
    ...config,
    dataDirectory: isAbsolute(config.dataDirectory)
      ? config.dataDirectory
      : resolve(root, config.dataDirectory),
    root,
    version: packageVersion(root),
  })
}

/** One row a setting, for the generated page and for `doctor`. */
export function describeSettings(): { env: string; doc: string; default: string }[] {
  return names().map((name) => ({
    ...settings[name],
    default: schema[name].default === undefined ? '' : String(schema[name].default),
  }))
}

/** Where the programs we start are looked for. */
export function searchPath(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.PATH ?? '/usr/bin:/bin'
}

/** The directory that holds package.json, from a source file as well as from dist/. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url))
  while (!holdsPackage(directory)) directory = dirname(directory)
  return directory
}

function holdsPackage(directory: string): boolean {
  try {
    readFileSync(join(directory, 'package.json'))
    return true
  } catch {
    if (dirname(directory) === directory) throw new Error('package.json is missing beside the program')
    return false
  }
}

export function packageVersion(root = packageRoot()): string {
  const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return Value.Parse(Type.Object({ version: Type.String() }), manifest).version
}

function names(): (keyof typeof schema)[] {
  return Object.keys(schema) as (keyof typeof schema)[]
}

function fromEnvironment(environment: NodeJS.ProcessEnv, name: keyof typeof schema): string | undefined {
  const own = environment[settings[name].env]
  const other = shared[name]
  if (own !== undefined || other === undefined) return own
  return environment[other] ?? environment[other.toLowerCase()]
}

function describe(path: string): string {
  const name = path.slice(1).split('/')[0] as keyof typeof schema
  return `${settings[name].env}: must be ${schema[name].expected ?? 'text'}.`
}

/** A misspelt name would otherwise be a setting that silently does nothing. */
function unknownVariables(environment: NodeJS.ProcessEnv): string[] {
  const known = new Set([...names().map((name) => settings[name].env), 'WINDLASS_REFERENCE'])
  return Object.keys(environment)
    .filter((name) => name.startsWith('WINDLASS_') && !known.has(name))
    .map((name) => `${name}: there is no such setting.`)
}
