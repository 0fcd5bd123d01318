import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

/** Names under which a secret could reach a log line; pino blanks them at any of these depths. */
const secretNames = [
  'password',
  'secret',
  'token',
  'key',
  'code',
  'cookie',
  'authorization',
  'csrf',
  'apiKey',
  'databaseUrl',
  'proxy',
]
const redacted = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`, `*.*.*.${name}`])

/** JSON lines on standard error, so that a command's own output can be piped. */
export function createLog(level: string, destination: DestinationStream = pino.destination(2)): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: redacted, censor: '[redacted]' },
      serializers: { err: errorOf },
    },
    destination,
  )
}

/** The code of an error says what to look up, and does not go by the name of one that opens something. */
function errorOf(error: Error): object {
  const { code: reason, ...rest } = pino.stdSerializers.err(error)
  return { ...rest, reason }
}
