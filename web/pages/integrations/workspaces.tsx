import { Button } from '@mantine/core'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { useAction } from '../action.ts'
import { AddWorkspace } from './add-workspace.tsx'
import classes from './integrations.module.css'
import { type Connection, connectionsKey } from './queries.ts'

type Workspace = Connection['workspaces'][number]

/** What a connection reads; a workspace is read by one connection alone. */
export function Workspaces({ connection }: { connection: Connection }) {
  const can = useCan()
  const [adding, setAdding] = useState(false)
  const { id, workspaces } = connection
  return (
    <div className={classes.part}>
      {workspaces.length === 0 && <EmptyState>It reads no workspace.</EmptyState>}
      {workspaces.map((workspace) => (
        <section key={workspace.id} className={classes.check} aria-label={workspace.slug}>
          <div className={classes.head}>
            <strong>{workspace.name}</strong>
            <span className={classes.code}>{workspace.slug}</span>
          </div>
          {workspace.only_chosen && (
            <p className={classes.quiet}>Only repositories that are chosen one by one are collected.</p>
          )}
          {can('integration:edit') && <Remove id={id} workspace={workspace} />}
        </section>
      ))}
      {adding && <AddWorkspace connection={connection} onDone={() => setAdding(false)} />}
      {can('integration:edit') && !adding && (
        <div className={classes.tools}>
          <Button variant="default" onClick={() => setAdding(true)}>
            Add workspace
          </Button>
        </div>
      )}
    </div>
  )
}

function Remove({ id, workspace: { id: workspace_id, slug } }: { id: string; workspace: Workspace }) {
  const api = useApi()
  const stop = useAction(async () => {
    const sure = await confirm({
      title: `Stop reading ${slug}?`,
      body: 'What was read stays and grows old, until a connection reads the workspace again. Its webhook is deleted at Bitbucket, as far as it lets us.',
      action: 'Stop reading',
    })
    if (!sure) return undefined
    await api.connections.removeWorkspace({ params: { id, workspace_id }, query: { rows: 'keep' } })
    return { message: `${slug} is read no more.` }
  }, connectionsKey)
  const remove = useAction(async () => {
    const sure = await confirm({
      title: `Remove ${slug}?`,
      body: 'Everything that was read of it goes too: repositories, commits, pull requests and the rest. In Bitbucket nothing changes but that its webhook is deleted, as far as it lets us.',
      action: 'Remove',
      typed: slug,
    })
    if (!sure) return undefined
    await api.connections.removeWorkspace({ params: { id, workspace_id }, query: { rows: 'remove' } })
    return { message: `${slug} and its rows are removed.` }
  }, connectionsKey)
  return (
    <div className={classes.tools}>
      <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
        Stop reading
      </Button>
      <Button variant="outline" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove with its rows
      </Button>
    </div>
  )
}
