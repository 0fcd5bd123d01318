import { ActionIcon, Checkbox, Popover, Tooltip } from '@mantine/core'
import { IconColumns3, IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useEnvironment } from '../environment.tsx'
import { toast } from '../feedback/toast.tsx'
import { formatCount } from '../value/format.ts'
import type { Column } from './column.ts'
import { csvName, download, toCsv } from './csv.ts'
import classes from './table.module.css'

interface TableToolsProps<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly shown: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly prefix: string
}

/** Which columns are shown, and the rows as a file. */
export function TableTools<Row>({ label, columns, shown, rows, prefix }: TableToolsProps<Row>) {
  const save = () => {
    download(csvName(label, new Date()), toCsv(shown, rows))
    toast(`${formatCount(rows.length)} ${rows.length === 1 ? 'row' : 'rows'} exported.`)
  }
  return (
    <>
      <ColumnChooser columns={columns} shown={shown} prefix={prefix} />
      <Tooltip label="Export these rows as CSV">
        <ActionIcon
          variant="default"
          size={36}
          aria-label="Export these rows as CSV"
          onClick={save}
          disabled={rows.length === 0}
        >
          <IconDownload size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  )
}

function ColumnChooser<Row>({
  columns,
  shown,
  prefix,
}: Pick<TableToolsProps<Row>, 'columns' | 'shown' | 'prefix'>) {
  const { setSearch } = useEnvironment()
  const [open, setOpen] = useState(false)
  const choosable = columns.filter((column) => !column.actions)
  const visible = new Set(shown.map((column) => column.id))
  const toggle = (id: string) => {
    const next = choosable.filter((column) => visible.has(column.id) !== (column.id === id))
    const initial = choosable.filter((column) => !column.hidden)
    const same = next.length === initial.length && next.every((column) => !column.hidden)
    setSearch({ [`${prefix}columns`]: same ? null : next.map((column) => column.id).join(',') })
  }
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label="Choose columns" disabled={open}>
          <ActionIcon variant="default" size={36} aria-label="Choose columns" onClick={() => setOpen(!open)}>
            <IconColumns3 size={16} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns">
        <div className={classes.chooser}>
          {choosable.map((column) => (
            <Checkbox
              key={column.id}
              label={column.title}
              checked={visible.has(column.id)}
              // A table without columns shows nothing to choose them back with.
              disabled={visible.has(column.id) && choosable.filter(({ id }) => visible.has(id)).length === 1}
              onChange={() => toggle(column.id)}
            />
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
