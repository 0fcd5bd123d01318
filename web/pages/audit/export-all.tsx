import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { csvName, download, toCsv } from '../../ui/table/csv.ts'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import { allPages } from '../all-pages.ts'
import { auditColumns } from './columns.tsx'
import { type AuditFilter, auditInput } from './queries.ts'

/** Every entry that the filters leave, with what was before and after; not only those on the screen. */
export function ExportAll({ view }: { view: AuditFilter }) {
  const api = useApi()
  const [read, setRead] = useState(0)
  const save = useAction(async () => {
    setRead(0)
    const query = auditInput(view)
    const entries = await allPages(
      async (paging) => (await api.audit.list({ query: { ...query, ...paging } })).data,
      setRead,
    )
    download(csvName('audit log', new Date()), toCsv(auditColumns([]), entries))
    return {
      message: `${formatCount(entries.length)} ${entries.length === 1 ? 'entry' : 'entries'} exported.`,
    }
  })
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
      disabled={save.isPending}
      onClick={() => save.mutate()}
    >
      {save.isPending ? `Reading ${formatCount(read)}…` : 'Export all as CSV'}
    </Button>
  )
}
