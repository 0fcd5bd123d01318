import type { ReactNode } from 'react'
import { Count } from '../../ui/value/numbers.tsx'
import { Time } from '../../ui/value/time.tsx'
import { AnchorLink } from '../links.tsx'
import { RunState } from '../runs/run-state.tsx'
import { Took } from '../runs/took.tsx'
import { causeOf, scopeTitles } from '../runs/words.ts'
import type { Run } from './queries.ts'
import classes from './run.module.css'

/** What a run is and what it has taken so far. */
export function Numbers({ run }: { run: Run }) {
  const { connection, totals } = run
  return (
    <dl className={classes.numbers}>
      <Value name="State">
        <RunState state={run.state} />
      </Value>
      <Value name="Connection">
        <AnchorLink to="/integrations" search={{ connection: connection.id }}>
          {connection.alias}
        </AnchorLink>
      </Value>
      <Value name="Reads">{scopeTitles[run.scope]}</Value>
      <Value name="Started by">{causeOf(run)}</Value>
      <Value name="Started">
        <Time at={run.started_at} />
      </Value>
      <Value name={run.ended_at === null ? 'Takes so far' : 'Took'}>
        <Took run={run} />
      </Value>
      <Value name="Requests spent">
        <Count value={totals.requests} />
      </Value>
      {run.ended_at === null && (
        <Value name="Requests left, about">
          <Count value={totals.expected_left} reason="Nobody can say yet." />
        </Value>
      )}
      <Value name="Records read">
        <Count value={totals.seen} />
      </Value>
      <Value name="Rows changed">
        <Count value={totals.changed} />
      </Value>
    </dl>
  )
}

function Value({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
