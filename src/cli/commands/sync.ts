import { findConnection, listConnections } from '../../connections/connections.ts'
import { loadKeyRing } from '../../connections/key-ring.ts'
import { syncEach } from '../../jobs/sync-once.ts'
import type { RunSummary } from '../../sync/run/summary.ts'
import { defineCommand } from '../command.ts'
import { glanceText } from '../glance.ts'
import { moment, table } from '../out.ts'

export const sync = defineCommand({
  name: 'sync',
  doc: 'Brings connections up to date in this process, side by side, waits until that is done, and says what came of it.',
  examples: [
    { line: 'windlass sync --once', doc: 'Every active connection. Ends with 3 when gaps remain.' },
    {
      line: 'windlass sync --once acme --json',
      doc: 'For a program: rows by table, requests by template, gaps.',
    },
  ],
  arguments: { alias: { doc: 'one connection', optional: true } },
  options: { once: { doc: 'one run, from start to end', required: true } },
  async run({ config, log, out, openDatabase }, { alias }) {
    const { kysely: db } = await openDatabase()
    const keyRing = await loadKeyRing(config, db)
    const connections =
      alias === undefined
        ? (await listConnections(db)).filter(({ state }) => state === 'active')
        : [await findConnection(db, alias)]
    for (const { alias } of connections) out.note(`Syncing ${alias} …`)
    const ended = await syncEach({ db, config, log, keyRing }, connections, ({ alias }, glance) =>
      out.note(`${alias}: ${glanceText(glance)}`),
    )
    const runs = ended.map(({ connection, summary }): Run => ({ alias: connection.alias, ...summary }))
    out.result({ connections: runs }, () =>
      runs.length === 0
        ? 'There is no active connection: windlass connect makes one.'
        : runs.map(textOf).join('\n\n'),
    )
    return codeOf(runs)
  },
})

type Run = RunSummary & { readonly alias: string }

function codeOf(runs: readonly Run[]): number {
  if (runs.some(({ state }) => state !== 'complete' && state !== 'incomplete')) return 1
  return runs.some(({ state, gaps }) => state === 'incomplete' || gaps.length > 0) ? 3 : 0
}

function textOf(run: Run): string {
  const parts = [
    `${run.alias}: ${run.state}, from ${moment(run.startedAt)} to ${moment(run.endedAt)}`,
    table(['Table', 'Rows changed'], counted(run.rows)),
    table(['Asked', 'Requests'], counted(run.requests)),
  ]
  if (run.gaps.length > 0) {
    const rows = run.gaps.map((gap) => [
      gap.repository === null ? gap.workspace : `${gap.workspace}/${gap.repository}`,
      gap.stream,
      gap.reason,
      moment(gap.nextAt),
      gap.detail ?? '',
    ])
    parts.push(table(['Gap', 'Stream', 'Reason', 'Next try', 'Detail'], rows))
  }
  return parts.join('\n\n')
}

function counted(counts: Readonly<Record<string, number>>): string[][] {
  const rows = Object.entries(counts).map(([name, count]) => [name, String(count)])
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return [...rows, ['all', String(total)]]
}
