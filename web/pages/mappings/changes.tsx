import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Status } from '../../ui/value/status.tsx'
import classes from './mappings.module.css'
import type { Preview, PreviewedChange } from './queries.ts'
import { answersOf, asText, changesOf } from './words.ts'

const changes = {
  created: { level: 'good', word: 'Created' },
  changed: { level: 'attention', word: 'Changed' },
  removed: { level: 'bad', word: 'Removed' },
} as const

const columns: readonly Column<PreviewedChange>[] = [
  {
    id: 'change',
    title: 'Change',
    value: ({ change }) => changes[change].word,
    cell: ({ change }) => <Status level={changes[change].level}>{changes[change].word}</Status>,
    width: 120,
    sortable: false,
  },
  { id: 'blueprint', title: 'Blueprint', value: ({ blueprint }) => blueprint, width: 130, sortable: false },
  {
    id: 'entity',
    title: 'Entity',
    value: ({ title, identifier }) => title ?? identifier,
    width: 220,
    sortable: false,
  },
  {
    id: 'fields',
    title: 'What',
    value: ({ fields }) => fields.map(fieldOf).join('; '),
    width: 480,
    sortable: false,
  },
]

/** What saving would change, counted, and some of it. */
export function Changes({ preview }: { preview: Preview }) {
  const { examples } = preview
  return (
    <>
      <p className={classes.told}>
        {changesOf(preview)} {answersOf(preview.answers)}
      </p>
      <DataTable
        label="What would change"
        columns={columns}
        rows={examples}
        rowKey={({ change, blueprint, identifier }) => `${change} ${blueprint} ${identifier}`}
        empty={<EmptyState>The catalogue would stay as it is.</EmptyState>}
      />
    </>
  )
}

const widest = 60

function fieldOf({ field, before, after }: PreviewedChange['fields'][number]): string {
  const shown = (value: unknown) => {
    const text = value === null || value === undefined ? 'unknown' : asText(value)
    return text.length > widest ? `${text.slice(0, widest)}…` : text
  }
  return `${field.replace(/^(properties|relations)\./, '')}: ${shown(before)} → ${shown(after)}`
}
