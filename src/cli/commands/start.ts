import { type Context, defineCommand } from '../command.ts'
import { type Installation, type Part, startInstallation } from '../installation/index.ts'

export const start = defineCommand({
  name: 'start',
  doc: 'Starts Windlass: the database, the server with its page, and the worker.',
  examples: [
    { line: 'windlass start', doc: 'Everything in one process, on http://localhost:7373.' },
    { line: 'windlass start --port 8080 --data /var/lib/windlass', doc: 'Another port and data directory.' },
    {
      line: 'DATABASE_URL=postgres://windlass@db/windlass windlass start --only worker',
      doc: 'A worker more, on a PostgreSQL of your own that several processes share.',
    },
  ],
  options: {
    port: { doc: 'port to listen on, in place of WINDLASS_PORT', value: 'number', setting: 'port' },
    host: { doc: 'address to listen on, in place of WINDLASS_HOST', value: 'address', setting: 'host' },
    only: { doc: 'run one part in this process', value: 'part', choices: ['api', 'worker'] },
    demo: { doc: 'start with the demo workspace' },
  },
  async run(context, input) {
    if (input.demo) {
      context.out.note(
        'The demo workspace comes with the Bitbucket connector, which this version does not have.',
      )
      context.out.note('Start without --demo.')
      return 2
    }
    return serve(context, input.only === undefined ? ['api', 'worker'] : [input.only])
  },
})

/** From the first line to the last: start, say where, wait for a signal, stop. */
async function serve(context: Context, parts: readonly Part[]): Promise<number> {
  const told = awaitSignal()
  const { config, log } = context
  try {
    const installation = await startInstallation({ config, log, parts, signal: told.signal })
    announce(context, installation, parts)
    const failure = await Promise.race([installation.lost, told.received])
    if (failure) log.fatal({ code: failure.code }, failure.message)
    else context.out.line('Stopping…')
    await installation.stop()
    if (failure) throw failure
    return 0
  } catch (error) {
    if (told.signal.aborted) return 0
    throw error
  } finally {
    told.forget()
  }
}

function announce({ config, out }: Context, installation: Installation, parts: readonly Part[]): void {
  const { url, setupCode, bundled } = installation
  const database = bundled ? `bundled PostgreSQL in ${config.dataDirectory}` : 'PostgreSQL at DATABASE_URL'
  out.result({ version: config.version, url, setup_code: setupCode, pid: process.pid, parts }, () =>
    [
      url === null
        ? `Windlass ${config.version}: the worker runs.`
        : `Windlass ${config.version} runs at ${url}`,
      `  Database: ${database}`,
      ...(setupCode === null
        ? []
        : [`  First-run code: ${setupCode} (the page asks for it, to make the first administrator)`]),
      '  Stop with Ctrl-C.',
    ].join('\n'),
  )
}

/** The first signal asks to stop; the second ends the process at once, and the database after it. */
function awaitSignal() {
  const abort = new AbortController()
  let resolve: (value: null) => void = () => {}
  const received = new Promise<null>((done) => {
    resolve = done
  })
  const onSignal = (name: NodeJS.Signals) => {
    if (abort.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143)
    abort.abort()
    resolve(null)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  const forget = () => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
  return { signal: abort.signal, received, forget }
}
