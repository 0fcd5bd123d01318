import { findConnection, listConnections } from '../../connections/connections.ts'
import { loadKeyRing } from '../../connections/key-ring.ts'
import { replaceSecret, wantWebhooks } from '../../connections/webhooks.ts'
import { connectors } from '../../connectors/index.ts'
import { type Db, transaction } from '../../db/pool.ts'
import { commandLine, record } from '../../people/audit.ts'
import { curlOf } from '../../sync/webhooks/by-hand.ts'
import { getOverview, listWebhooks, type WebhookOverview } from '../../sync/webhooks/overview.ts'
import { type Registrar, registerWebhook } from '../../sync/webhooks/register.ts'
import { makeSecret } from '../../sync/webhooks/secret.ts'
import { type Context, defineCommand } from '../command.ts'
import { readRunState } from '../installation/run-state.ts'
import { moment, table } from '../out.ts'

const alias = { doc: 'one connection', optional: true } as const

export const webhooksList = defineCommand({
  name: 'webhooks',
  doc: 'Lists the webhooks by which Bitbucket tells what happens, and how they do.',
  examples: [
    { line: 'windlass webhooks', doc: 'Of every connection. Ends with 3 when one is not registered.' },
    { line: 'windlass webhooks acme --json', doc: 'Of one connection, for a program.' },
  ],
  arguments: { alias },
  async run({ out, openDatabase }, input) {
    const { kysely: db } = await openDatabase()
    const rows = await rowsOf(db, input.alias)
    return show(out, rows)
  },
})

export const webhooksRegister = defineCommand({
  name: 'webhooks register',
  doc: 'Registers webhooks now, or checks and repairs those that are.',
  examples: [
    { line: 'windlass webhooks register', doc: 'Of every active connection.' },
    { line: 'windlass webhooks register acme', doc: 'Of one connection.' },
  ],
  arguments: { alias },
  async run(context, input) {
    const registrar = await registrarOf(context)
    const told: WebhookOverview[] = []
    for (const row of await activeOf(registrar.db, input.alias)) {
      await note(registrar.db, 'webhook.register', row)
      told.push(await tell(registrar, row))
    }
    return show(context.out, told)
  },
})

export const webhooksRotate = defineCommand({
  name: 'webhooks rotate',
  doc: 'Makes new secrets for webhooks and tells Bitbucket. The ones before are taken for 24 hours more.',
  examples: [{ line: 'windlass webhooks rotate acme', doc: 'Of one connection.' }],
  arguments: { alias },
  async run(context, input) {
    const registrar = await registrarOf(context)
    const told: WebhookOverview[] = []
    for (const row of await activeOf(registrar.db, input.alias)) {
      await transaction(registrar.db, async (tx) => {
        await replaceSecret(tx, registrar.keyRing, row.id, makeSecret())
        await note(tx, 'webhook.rotate', row)
      })
      told.push(await tell(registrar, row))
    }
    return show(context.out, told)
  },
})

export const webhooksCurl = defineCommand({
  name: 'webhooks curl',
  doc: 'Prints the commands that make webhooks by hand, with placeholders for the token and the secret.',
  examples: [
    { line: 'windlass webhooks curl acme', doc: 'For credentials that may not manage webhooks themselves.' },
  ],
  arguments: { alias },
  async run({ config, out, openDatabase }, input) {
    const { kysely: db } = await openDatabase()
    const own = ownOf(config.dataDirectory)
    const told: { workspace: string; commands: { what: string; command: string }[] }[] = []
    for (const { id, slug: workspace } of await rowsOf(db, input.alias))
      told.push({ workspace, commands: await curlOf({ db, config, connectors, own }, id, null) })
    out.result({ webhooks: told }, () =>
      told
        .flatMap(({ workspace, commands }) =>
          commands.length === 0
            ? [`# ${workspace}: set WINDLASS_PUBLIC_URL first; Bitbucket has to know where to send to.`]
            : commands.map(({ what, command }) => `# ${workspace}: ${what}\n${command}`),
        )
        .join('\n\n'),
    )
    return undefined
  },
})

type Out = Context['out']

async function rowsOf(db: Db, name: string | undefined): Promise<WebhookOverview[]> {
  await wantWebhooks(db)
  return listWebhooks(db, name === undefined ? {} : { connection: (await findConnection(db, name)).id })
}

async function activeOf(db: Db, name: string | undefined): Promise<WebhookOverview[]> {
  const resting = (await listConnections(db)).filter(({ state }) => state !== 'active').map(({ id }) => id)
  return (await rowsOf(db, name)).filter(({ connection_id }) => !resting.includes(connection_id))
}

async function registrarOf({ config, log, openDatabase }: Context): Promise<Registrar> {
  const { kysely: db } = await openDatabase()
  const keyRing = await loadKeyRing(config, db)
  return { db, config, log, keyRing, connectors, own: ownOf(config.dataDirectory) }
}

/** Where the server of this data directory answers, for a Bitbucket of the same machine. */
function ownOf(dataDirectory: string): string | undefined {
  return readRunState(dataDirectory)?.url
}

async function tell(registrar: Registrar, { id }: WebhookOverview): Promise<WebhookOverview> {
  await registerWebhook(registrar, id)
  return getOverview(registrar.db, id)
}

function note(db: Db, action: string, { id, slug }: WebhookOverview): Promise<void> {
  const subject = { kind: 'webhook', id, name: slug }
  return record(db, { actor: commandLine, action, subject, outcome: 'done' })
}

function show(out: Out, rows: readonly WebhookOverview[]): number {
  out.result({ webhooks: rows.map(({ api_url: _, workspace_id: __, ...row }) => row) }, () => textOf(rows))
  return rows.every(({ state }) => state === 'registered') ? 0 : 3
}

function textOf(rows: readonly WebhookOverview[]): string {
  if (rows.length === 0) return 'There is no workspace that is read: windlass connect makes a connection.'
  const overview = table(
    ['Connection', 'Workspace', 'State', 'Address', 'Last delivery', 'Received', 'Dead', 'Lag p50', 'p99'],
    rows.map((row) => [
      ...[row.alias, row.slug, row.state.replace('_', ' '), row.url ?? '-', moment(row.last_delivery_at)],
      ...[String(row.received), String(row.dead), seconds(row.lag_p50), seconds(row.lag_p99)],
    ]),
  )
  const details = rows.flatMap(({ slug, detail }) => (detail === null ? [] : [`${slug}: ${detail}`]))
  return [overview, ...details].join('\n\n')
}

function seconds(lag: number | null): string {
  return lag === null ? '-' : `${lag.toFixed(1)} s`
}
