import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { type Choice, choiceOf } from './queries.ts'

const forms = [
  { format: 'csv', label: 'CSV', doc: 'For spreadsheets; no cell is a formula.' },
  { format: 'json', label: 'JSON', doc: 'As Port has it; it can be read in again.' },
  { format: 'yaml', label: 'YAML', doc: 'One document an entity.' },
] as const

/** All that is chosen as a file, not only what is in sight. */
export function ExportMenu({ choice, sort }: { choice: Choice; sort: string | undefined }) {
  const query = { ...choiceOf(choice), ...(sort === undefined ? {} : { sort }) }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {forms.map(({ format, label, doc }) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/entities/export?${new URLSearchParams({ ...query, format })}`}
            download
          >
            <strong>{label}</strong>
            <div>{doc}</div>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
