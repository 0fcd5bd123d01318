import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import classes from './audit.module.css'
import { Changes } from './changes.tsx'
import { Actor, Outcome } from './columns.tsx'
import { type AuditEntry, entryQuery } from './queries.ts'

/** One entry with an address of its own, to be pasted into a ticket: `?entry=812`. */
export function EntryDrawer() {
  return (
    <Drawer name="entry" title={(id) => `Entry ${id}`} size="xl">
      {(id) => <Entry key={id} id={id} />}
    </Drawer>
  )
}

function Entry({ id }: { id: string }) {
  const entry = useQuery(entryQuery(useApi(), id))
  if (entry.error) return <ErrorState error={entry.error} onRetry={() => void entry.refetch()} />
  if (!entry.data) {
    return (
      <Loading label="Loading the entry">
        <FormSkeleton />
      </Loading>
    )
  }
  return <Detail entry={entry.data} />
}

function Detail({ entry }: { entry: AuditEntry }) {
  const { subject } = entry
  return (
    <>
      <Facts
        facts={[
          { name: 'When', value: <Time at={entry.at} absolute /> },
          { name: 'Who', value: <Actor actor={entry.actor} /> },
          { name: 'Action', value: <code className={classes.code}>{entry.action}</code> },
          {
            name: 'What',
            value: subject
              ? `${subject.name} (${subject.kind.replaceAll('_', ' ')} ${subject.id})`
              : 'Nothing in particular',
          },
          { name: 'Outcome', value: <Outcome outcome={entry.outcome} /> },
          { name: 'From address', value: entry.address ?? 'Not over the network' },
          ...(entry.request_id
            ? [
                {
                  name: 'Request',
                  value: (
                    <span className={classes.request}>
                      <code className={classes.code}>{entry.request_id}</code>
                      <CopyButton value={entry.request_id} label="Copy request id" />
                    </span>
                  ),
                },
              ]
            : []),
        ]}
      />
      <Changes before={entry.before} after={entry.after} />
    </>
  )
}
