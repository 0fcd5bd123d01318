import { readFile } from 'node:fs/promises'
import { openEngine } from '../../catalog/jq/engine.ts'
import type { MappedEntity } from '../../catalog/mapping/map.ts'
import { type Tried, type TriedRecord, type TriedResource, tryMapping } from '../../catalog/mapping/try.ts'
import { Failure } from '../../errors.ts'
import { defineCommand } from '../command.ts'
import { toldFinding } from '../findings.ts'

const usual = 5
const mostRecords = 1_000

export const mapTest = defineCommand({
  name: 'map test',
  doc: 'Shows what a mapping would make of real records that are stored. Nothing is changed, and nothing asked of Bitbucket.',
  examples: [
    { line: 'windlass map test port-app-config.yml', doc: 'Five records of each resource.' },
    { line: 'windlass map test mapping.yaml --records 50 --json', doc: 'More of them, with what went in.' },
  ],
  arguments: { file: { doc: 'the mapping, as YAML; one that was written for Port is one' } },
  options: { records: { doc: `records of each resource; ${usual} unless told otherwise`, value: 'count' } },
  async run({ out, openDatabase }, { file, records = String(usual) }) {
    const most = Number(records)
    if (!Number.isInteger(most) || most < 1 || most > mostRecords)
      throw new Failure('invalid_input', { detail: `--records is a number from 1 to ${mostRecords}.` })
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new Failure('invalid_input', {
        detail: `${file} cannot be read: ${error.code ?? error.message}.`,
      })
    })
    const { kysely: db } = await openDatabase()
    const engine = openEngine()
    try {
      const tried = await tryMapping({ db, engine }, text, most)
      out.result(tried, () => told(file, tried))
      return codeOf(tried)
    } finally {
      await engine.close()
    }
  },
})

function codeOf({ findings, resources }: Tried): number {
  if (findings.some(({ level }) => level === 'error')) return 2
  return resources.some(({ records }) => records.some(({ outcome }) => outcome === 'errored')) ? 3 : 0
}

function told(file: string, { findings, resources }: Tried): string {
  return [...findings.map((finding) => toldFinding(file, finding)), ...resources.map(toldResource)].join(
    '\n\n',
  )
}

function toldResource({ kind, line, records }: TriedResource): string {
  if (records.length === 0) return `${kind} (line ${line}): there are no such records.`
  const count = (wanted: TriedRecord['outcome']) => records.filter(({ outcome }) => outcome === wanted).length
  const counts = (['mapped', 'filtered', 'errored'] as const).map((one) => `${count(one)} ${one}`).join(', ')
  return [`${kind} (line ${line}): ${counts}`, ...records.map(toldRecord)].join('\n')
}

function toldRecord({ workspace, repository, key, outcome, entities, errors }: TriedRecord): string {
  // What Bitbucket tells apart by a uuid people know by its place alone.
  const own = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(key) ? null : key
  const place = [workspace, repository, own].filter((one) => one !== null).join('/')
  return [
    `  ${place}: ${outcome}`,
    ...entities.flatMap(toldEntity),
    ...errors.map(({ field, jq, message }) => `    ${field} failed: ${message}\n      ${plain(jq)}`),
  ].join('\n')
}

function toldEntity({ blueprint, identifier, title, team, properties, relations }: MappedEntity): string[] {
  const lines = { ...(team !== null && { team }), ...properties, ...relations }
  const name = typeof identifier === 'string' ? identifier : JSON.stringify(identifier)
  const heading = `    ${plain(blueprint)} ${plain(name)}${title === null ? '' : ` “${plain(title)}”`}`
  return [heading, ...Object.entries(lines).map(([name, value]) => `      ${plain(name)}: ${shown(value)}`)]
}

const widest = 100

function shown(value: unknown): string {
  const text = plain(typeof value === 'string' ? value : JSON.stringify(value))
  return text.length > widest ? `${text.slice(0, widest - 1)}…` : text
}

/** What people typed in may hold codes that drive the terminal, or line ends. */
function plain(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ')
}
