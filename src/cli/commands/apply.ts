import type { Impact } from '../../catalog/blueprints/impact/impact.ts'
import { loadBlueprints } from '../../catalog/blueprints/stored.ts'
import { type Engine, openEngine } from '../../catalog/jq/engine.ts'
import type { Finding } from '../../catalog/mapping/config.ts'
import { listConnections } from '../../connections/connections.ts'
import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { carryOut } from '../apply/carry-out.ts'
import { type Checked, checkDocuments, type Kind } from '../apply/check.ts'
import { compare, type Way } from '../apply/compare.ts'
import { type Document, readDocuments } from '../apply/documents.ts'
import { readFiles } from '../apply/files.ts'
import { defineCommand } from '../command.ts'
import { toldFinding } from '../findings.ts'
import { table } from '../out.ts'

export const apply = defineCommand({
  name: 'apply',
  doc: 'Makes blueprints, mappings and entities of the catalogue what files say of them. When anything in them is wrong, nothing is changed.',
  examples: [
    { line: 'windlass apply -f catalogue/', doc: 'All .yaml, .yml and .json of a folder.' },
    { line: 'windlass apply -f team.yaml -f services.yaml --dry-run', doc: 'Says what would change.' },
    { line: 'windlass apply -f - --json < catalogue.yaml', doc: 'From standard input, for a program.' },
  ],
  options: {
    file: {
      doc: 'a file, a folder, or - for standard input; may be given several times',
      ...{ value: 'path', letter: 'f', many: true, required: true },
    },
    dryRun: { doc: 'say what would change, and change nothing' },
  },
  async run({ out, openDatabase }, { file, dryRun }) {
    const documents = (await readFiles(file)).flatMap(readDocuments)
    if (documents.length === 0) throw new Failure('invalid_input', { detail: 'There is nothing in it.' })
    const { kysely: db } = await openDatabase()
    const engine = openEngine()
    try {
      const applied = await applyAll(db, engine, documents, dryRun)
      out.result(applied, () => told(applied))
      if (applied.counts.refused > 0) return 2
      return applied.counts.failed > 0 ? 3 : 0
    } finally {
      await engine.close()
    }
  },
})

type Outcome = Way | 'failed' | 'refused' | 'left'

interface Shown {
  readonly file: string
  readonly document: number
  readonly line: number
  readonly kind: Kind | null
  readonly name: string | null
  /** `left` is one that is right, and was not applied since others are wrong. */
  readonly outcome: Outcome
  readonly problem: string | null
  readonly findings: readonly Finding[]
  readonly impact: Impact | null
}

interface Applied {
  readonly dry_run: boolean
  readonly counts: Readonly<Record<Outcome, number>>
  readonly documents: readonly Shown[]
}

async function applyAll(
  db: Db,
  engine: Engine,
  documents: readonly Document[],
  isDry: boolean,
): Promise<Applied> {
  const stored = await loadBlueprints(db)
  const blueprints = new Map([...stored].map(([name, { definition }]) => [name, definition]))
  const connections = new Map((await listConnections(db)).map(({ alias, id }) => [alias, id]))
  const checked = await checkDocuments(engine, documents, { blueprints, connections })
  const statements = checked.flatMap(({ statement }) => statement ?? [])
  if (statements.length < checked.length)
    return counted(
      isDry,
      checked.map((one) => shown(one, one.statement ? 'left' : 'refused')),
    )
  const steps = await compare(db, statements, stored)
  const done = isDry ? steps.map((step) => ({ step, problem: null })) : await carryOut(db, engine, steps)
  return counted(
    isDry,
    done.flatMap(({ step: { way, impact }, problem }, at) => {
      const one = checked[at]
      return one ? [{ ...shown(one, problem === null ? way : 'failed'), problem, impact }] : []
    }),
  )
}

function shown({ document, statement }: Checked, outcome: Outcome): Shown {
  const { file, number, line, findings } = document
  return {
    ...{ file, document: number, line, kind: statement?.kind ?? null, name: statement?.name ?? null },
    ...{ outcome, problem: null, findings, impact: null },
  }
}

function counted(isDry: boolean, documents: readonly Shown[]): Applied {
  const count = (wanted: Outcome) => documents.filter(({ outcome }) => outcome === wanted).length
  const counts = {
    created: count('created'),
    updated: count('updated'),
    unchanged: count('unchanged'),
    failed: count('failed'),
    refused: count('refused'),
    left: count('left'),
  }
  return { dry_run: isDry, counts, documents }
}

function told({ dry_run, counts, documents }: Applied): string {
  const findings = documents.flatMap(({ file, document, findings }) =>
    findings.map((finding) =>
      toldFinding(file, { ...finding, path: `document ${document} ${finding.path}`.trimEnd() }),
    ),
  )
  if (counts.refused > 0) {
    const wrong = `${counts.refused} of ${documents.length} documents ${counts.refused === 1 ? 'is' : 'are'} wrong. Nothing was changed.`
    return [...findings, wrong].join('\n\n')
  }
  const rows = documents
    .filter(({ outcome }) => outcome !== 'unchanged')
    .map(({ kind, name, outcome, problem, impact }) => [
      kind ?? '',
      name ?? '',
      dry_run ? `would be ${outcome}` : outcome,
      problem ?? (impact ? brokenBy(impact) : ''),
    ])
  const sums = (['created', 'updated', 'unchanged', 'failed'] as const).map((one) => `${counts[one]} ${one}`)
  const sum = `${dry_run ? 'Nothing was changed. It would be: ' : ''}${sums.join(', ')}.`
  return [...findings, ...(rows.length > 0 ? [table(['Kind', 'Name', 'Outcome', ''], rows)] : []), sum].join(
    '\n\n',
  )
}

/** What is lost by a blueprint that changes. */
function brokenBy({ values, missing, relations, blueprints }: Impact): string {
  const say = (what: string, affected: Impact['values']) =>
    affected.map(
      ({ name, entities: count }) => `${name} ${what} in ${count} ${count === 1 ? 'entity' : 'entities'}`,
    )
  return [
    ...say('does not fit any more', values),
    ...say('is required and missing', missing),
    ...say('is lost', relations),
    ...blueprints.map(({ identifier, path }) => `${path} of ${identifier} leads nowhere`),
  ].join('; ')
}
