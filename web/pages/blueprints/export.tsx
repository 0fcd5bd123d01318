import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useApi } from '../../api.ts'
import { download } from '../../ui/table/csv.ts'
import { useAction } from '../action.ts'

/** Every blueprint as Port writes it, in a file that can be brought in elsewhere. */
export function ExportBlueprints() {
  const api = useApi()
  const save = useAction(async () => {
    const { blueprints } = (await api.blueprints.takeOut()).data
    download('blueprints.json', `${JSON.stringify(blueprints, null, 2)}\n`, 'application/json')
    return { message: 'All blueprints are in blueprints.json.' }
  })
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={16} stroke={1.75} aria-hidden />}
      loading={save.isPending}
      onClick={() => save.mutate()}
    >
      Export
    </Button>
  )
}
