import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../src/config.ts'

interface TableDoc {
  readonly name: string
  readonly doc: string
  readonly columns: readonly { readonly name: string; readonly doc: string }[]
}

const comment = /comment on (table|column) ([\w.]+) is\s+'((?:[^']|'')*)'/gi

/** Tables and columns as the migrations comment them; that every one has a comment is a test of the database. */
export function readTables(): TableDoc[] {
  const tables = new Map<string, { name: string; doc: string; columns: { name: string; doc: string }[] }>()
  for (const [, kind, subject = '', text = ''] of migrations().matchAll(comment)) {
    const [name = '', column] = subject.split('.')
    const table = tables.get(name) ?? { name, doc: '', columns: [] }
    tables.set(name, table)
    const doc = text.replaceAll("''", "'").replace(/\s+/g, ' ')
    if (kind?.toLowerCase() === 'table') table.doc = doc
    else setColumn(table.columns, column ?? '', doc)
  }
  return [...tables.values()].sort((a, b) => a.name.localeCompare(b.name))
}

/** A later migration may say it better. */
function setColumn(columns: { name: string; doc: string }[], name: string, doc: string): void {
  const known = columns.find((column) => column.name === name)
  if (known) known.doc = doc
  else columns.push({ name, doc })
}

function migrations(): string {
  const folder = join(packageRoot(), 'migrations')
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  return files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
}
