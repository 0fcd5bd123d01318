import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { EntryLevel } from './columns.tsx'
import type { Entry } from './queries.ts'
import classes from './sync-logs.module.css'

/** One entry of those that are shown: `?entry=812`. `entries` is undefined while they are read. */
export function EntryDrawer({ entries }: { entries: readonly Entry[] | undefined }) {
  return (
    <Drawer name="entry" title={(id) => `Entry ${id}`} size="xl">
      {(id) => <Found entries={entries} id={id} />}
    </Drawer>
  )
}

function Found({ entries, id }: { entries: readonly Entry[] | undefined; id: string }) {
  if (!entries) {
    return (
      <Loading label="Loading the entry">
        <FormSkeleton />
      </Loading>
    )
  }
  const entry = entries.find((each) => each.id === id)
  if (entry) return <Detail entry={entry} />
  return (
    <EmptyState>
      This entry is not among those shown: it is further down, a filter hides it, or its seven days are over.
    </EmptyState>
  )
}

function Detail({ entry }: { entry: Entry }) {
  return (
    <>
      <Facts
        facts={[
          { name: 'When', value: <Time at={entry.at} absolute /> },
          { name: 'Connection', value: entry.connection?.alias ?? 'None, or it was removed' },
          { name: 'Operation', value: entry.operation },
          { name: 'Level', value: <EntryLevel level={entry.level} /> },
          { name: 'Status', value: entry.status ?? 'None' },
          { name: 'Path', value: <Code text={entry.path} /> },
          { name: 'Request at Bitbucket', value: <RequestId id={entry.request_id} /> },
        ]}
      />
      <section className={classes.error} aria-label="What happened">
        <h3>What happened</h3>
        {entry.error === null ? (
          <p>All went well.</p>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
          <pre tabIndex={0} data-level={entry.level}>
            {entry.error}
          </pre>
        )}
      </section>
    </>
  )
}

function Code({ text }: { text: string | null }) {
  return text === null ? 'None' : <code className={classes.code}>{text}</code>
}

function RequestId({ id }: { id: string | null }) {
  if (id === null) return 'None was told'
  return (
    <span className={classes.request}>
      <Code text={id} />
      <CopyButton value={id} label="Copy request id" />
    </span>
  )
}
