import { useState } from 'react'
import { Gauge } from '../../ui/chart/gauge.tsx'
import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { Progress } from '../../ui/feedback/progress.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { Bytes, Count, Duration } from '../../ui/value/numbers.tsx'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Unknown } from '../../ui/value/unknown.tsx'

export function Values() {
  const [done, setDone] = useState(412)
  const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
  return (
    <>
      <PageHeader title="Values" state="Current as of 3 min ago; 2 repositories have gaps." live />
      <p>
        <Time at={ago(250)} /> · <Time at={ago(7200)} /> · <Time at={ago(-90)} /> ·{' '}
        <Time at={ago(40 * 86400)} /> · <Time at={null} whenNull="never" /> · <Time at={null} />
      </p>
      <p>
        <Count value={1248000} /> · <Count value={null} /> · <Duration seconds={187_200} /> ·{' '}
        <Bytes value={1_468_006} /> · <Unknown reason="The server did not send it." />
      </p>
      <p style={{ display: 'flex', flexWrap: 'wrap', gap: 16 }}>
        <Status level="good">current</Status>
        <Status level="attention">2 gaps</Status>
        <Status level="bad">failed</Status>
        <Status level="unknown" detail="Never looked at">
          unknown
        </Status>
      </p>
      <p style={{ display: 'flex', flexWrap: 'wrap', gap: 16 }}>
        <Status soft level="good">
          current
        </Status>
        <Status soft level="attention">
          2 gaps
        </Status>
        <Status soft level="bad">
          failed
        </Status>
        <Status soft level="unknown">
          unknown
        </Status>
      </p>
      <p>
        <code>f3a91c0</code> <CopyButton value="f3a91c0" label="Copy commit" />{' '}
        <CopyButton value="wk_123" label="Copy key" wide />
      </p>
      <div style={{ display: 'grid', gap: 24, maxWidth: 480 }}>
        <Progress
          label="Reading pull requests"
          done={done}
          total={1200}
          secondsLeft={260}
          onCancel={() => setDone(0)}
        />
        <Progress label="Counting" done={96} total={null} />
        <Gauge label="Requests this hour" used={310} limit={1000} />
        <Gauge label="Requests this hour, second key" used={880} limit={1000} />
        <Gauge label="Requests this hour, third key" used={1000} limit={1000} />
        <Gauge label="Requests this hour, fourth key" used={null} limit={1000} />
      </div>
    </>
  )
}
