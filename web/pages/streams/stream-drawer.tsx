import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { Drawer } from '../../ui/layout/drawer.tsx'
import { Facts } from '../facts.tsx'
import { inWords } from '../words.ts'
import { Asks, Tables } from './links.tsx'
import type { Stream } from './queries.ts'
import classes from './streams.module.css'
import { reads, rhythms } from './words.ts'

/** One stream: `?stream=pull_requests`. Undefined while they are loaded. */
export function StreamDrawer({ streams }: { streams: readonly Stream[] | undefined }) {
  return (
    <Drawer name="stream" title={(name) => inWords([name])} size="lg">
      {(name) => {
        const stream = streams?.find((each) => each.name === name)
        if (stream) return <Detail stream={stream} />
        return streams && <EmptyState>There is no stream of that name.</EmptyState>
      }}
    </Drawer>
  )
}

function Detail({ stream }: { stream: Stream }) {
  const { address, documentation, per, scopes, cost, tables, read, again } = stream
  return (
    <>
      <p className={classes.doc}>{stream.doc}</p>
      <Facts
        facts={[
          { name: 'Asks', value: <Asks address={address} documentation={documentation} /> },
          { name: 'Of each', value: inWords([per]) },
          {
            name: 'Scopes',
            value: scopes.length === 0 ? 'None' : scopes.map((each) => <Scope key={each.scope} {...each} />),
          },
          { name: 'Requests', value: cost },
          { name: 'Fills', value: <Tables names={tables} /> },
          { name: 'Read', value: reads[read] },
          { name: 'Asked again', value: rhythms[again] },
          { name: 'Needs', value: needsOf(stream) },
        ]}
      />
    </>
  )
}

function Scope({ scope, api_token_scope, need }: Stream['scopes'][number]) {
  return (
    <div>
      <code className={classes.code}>{scope}</code>, for API tokens{' '}
      <code className={classes.code}>{api_token_scope}</code>:{' '}
      {need === 'needed' ? 'nothing works without it' : 'without it this stays a gap'}
    </div>
  )
}

/** What it hangs on besides its scopes. */
function needsOf({ by_git, below, completes, may_be_missing }: Stream): string {
  const needs = [
    by_git && 'Asked only where git may not be used: git brings the same.',
    below && `Asked of ${inWords([below])} that were read before.`,
    completes && `Read together with ${inWords([completes])}, whose records it completes.`,
    may_be_missing &&
      'Not every Bitbucket offers it: where it does not, that is noticed and looked at again.',
  ].filter((need) => typeof need === 'string')
  return needs.join(' ') || 'Nothing but its scopes.'
}
