import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import type { Column } from '../../ui/table/column.ts'
import { DataTable } from '../../ui/table/data-table.tsx'
import { Section } from '../section.tsx'
import { inWords } from '../words.ts'
import classes from './ledger.module.css'
import type { Spender } from './queries.ts'

const columns: readonly Column<Spender>[] = [
  { id: 'stream', title: 'For', value: ({ stream }) => inWords([stream]), width: 160 },
  { id: 'connection', title: 'Connection', value: ({ connection }) => connection.alias, width: 140 },
  { id: 'requests', title: 'Requests', value: ({ requests }) => requests, align: 'end', width: 100 },
  {
    id: 'template',
    title: 'Asks',
    value: ({ template }) => template,
    cell: ({ template }) => <code className={classes.code}>{template}</code>,
    width: 320,
  },
]

/** For what most requests went. */
export function Spenders({ spenders }: { spenders: readonly Spender[] }) {
  return (
    <Section title="Top spenders" doc="What most requests of the last 24 hours were sent for.">
      <DataTable
        label="Top spenders"
        prefix="spenders."
        searchable={false}
        columns={columns}
        rows={spenders}
        rowKey={({ connection, stream }) => `${connection.id} ${stream}`}
        empty={<EmptyState>Nothing was sent in the last 24 hours.</EmptyState>}
      />
    </Section>
  )
}
