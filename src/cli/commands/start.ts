import { Failure } from '../../errors.ts'
import { type Context, defineCommand } from '../command.ts'
import { type WorldSize, worldSizes } from '../demo/state.ts'
import type { Installation, Part } from '../installation/index.ts'

export const start = defineCommand({
  name: 'start',
  doc: 'Starts Windlass: the database, the server with its page, and the worker.',
  examples: [
    { line: 'windlass start', doc: 'Everything in one process, on http://localhost:7373.' },
    { line: 'windlass start --port 8080 --data /var/lib/windlass', doc: 'Another port and data directory.' },
    { line: 'windlass start --demo', doc: 'Something to look at before any token is typed in.' },
    {
      line: 'DATABASE_URL=postgres://windlass@db/windlass windlass start --only worker',
      doc: 'A worker more, on a PostgreSQL of your own that several processes share.',
    },
  ],
  options: {
    port: { doc: 'port to listen on, in place of WINDLASS_PORT', value: 'number', setting: 'port' },
    host: { doc: 'address to listen on, in place of WINDLASS_HOST', value: 'address', setting: 'host' },
    only: { doc: 'run one part in this process', value: 'part', choices: ['api', 'worker'] },
    demo: {
      doc: 'start the demo: an invented company whose Bitbucket runs beside Windlass, kept in ./data-demo',
      setting: 'demo',
    },
    world: {
      doc: 'size of the company at the first start of a demo: 12, 40 (unless told otherwise) or 100 repositories',
      value: 'size',
      choices: worldSizes,
    },
  },
  async run(context, input) {
    const { demo } = context.config
    if (demo && input.only !== undefined) throw refusal('--only: the demo runs in one process.')
    if (!demo && input.world !== undefined) throw refusal('--world: only the demo has one.')
    return serve(context, {
      parts: input.only === undefined ? ['api', 'worker'] : [input.only],
      world: input.world,
    })
  },
})

function refusal(detail: string): Failure {
  return new Failure('invalid_input', { detail })
}

interface Wanted {
  readonly parts: readonly Part[]
  readonly world: WorldSize | undefined
}

/** From the first line to the last: start, say where, wait for a signal, stop. */
async function serve(context: Context, wanted: Wanted): Promise<number> {
  const told = awaitSignal()
  const { config, log } = context
  try {
    // Only here: the server is a third of what every other command would load before it begins.
    const { startInstallation } = await import('../installation/index.ts')
    const installation = await startInstallation({ config, log, ...wanted, signal: told.signal })
    announce(context, installation, wanted.parts)
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
  const { url, setupCode, bundled, simulatorUrl } = installation
  const database = bundled ? `bundled PostgreSQL in ${config.dataDirectory}` : 'PostgreSQL at DATABASE_URL'
  // Behind the #: what follows it is sent to no server, and so stands in no log.
  const setupUrl = setupCode === null ? null : `${url?.replace(/\/+$/, '')}/first-run#${setupCode}`
  const told = {
    version: config.version,
    url,
    setup_code: setupCode,
    setup_url: setupUrl,
    simulator_url: simulatorUrl,
    pid: process.pid,
    parts,
  }
  out.result(told, () =>
    [
      url === null
        ? `Windlass ${config.version}: the worker runs.`
        : `Windlass ${config.version} runs at ${url}`,
      ...(simulatorUrl === null
        ? []
        : [`  A demo: the company is invented, its Bitbucket runs at ${simulatorUrl}`]),
      `  Database: ${database}`,
      ...(setupUrl === null
        ? []
        : [
            `  First-run code: ${setupCode} (the page asks for it, to make the first administrator)`,
            `  With the code filled in: ${setupUrl}`,
          ]),
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
