import { Button, Group } from '@mantine/core'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { Status } from '../../ui/value/status.tsx'
import classes from './api-keys.module.css'

/** The only moment at which the key itself can be seen. */
export function MadeKey({ value }: { value: string }) {
  const { close } = useDrawer('add')
  const example = `curl -H 'Authorization: Bearer ${value}' \\\n  ${location.origin}/api/v1/session`
  return (
    <div className={classes.made}>
      <Status level="attention">Copy it now: it is shown this once.</Status>
      <code className={classes.key} data-testid="made-key">
        {value}
      </code>
      <Group gap="sm">
        <CopyButton wide value={value} label="Copy key" />
      </Group>
      <div>
        <p>Try it:</p>
        <pre className={classes.example}>{example}</pre>
      </div>
      <div>
        <Button onClick={close}>Done</Button>
      </div>
    </div>
  )
}
