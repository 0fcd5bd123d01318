import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useApi } from '../api.ts'
import type { Column } from '../ui/table/column.ts'
import { connectionsQuery } from './integrations/queries.ts'

interface OfConnection {
  readonly connection: { readonly id: string; readonly alias: string } | null
}

/** The connections by name, to filter by; the address holds their ids. */
export function useConnectionChoices() {
  const { data } = useQuery(connectionsQuery(useApi()))
  return useMemo(() => (data ?? []).map(({ id, alias }) => ({ value: id, label: alias })), [data])
}

/** Columns with that of the connection behind the first. */
export function useWithConnection<Row extends OfConnection>(
  columns: readonly Column<Row>[],
): readonly Column<Row>[] {
  const choices = useConnectionChoices()
  return useMemo(() => {
    const [first, ...rest] = columns
    const connection: Column<Row> = {
      id: 'connection',
      title: 'Connection',
      value: (row) => row.connection?.alias,
      choices,
      width: 140,
      sortable: false,
      unknown: 'No connection is concerned, or it was removed.',
    }
    return first ? [first, connection, ...rest] : [connection]
  }, [columns, choices])
}
