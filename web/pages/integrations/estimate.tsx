import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Answered } from '../../api.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { formatCount, formatDuration } from '../../ui/value/format.ts'
import classes from './integrations.module.css'
import { Frequency } from './settings/frequency-hint.tsx'

type Amount = Answered<'choices', 'estimate'>

interface EstimateProps<Plan> {
  /** Null until there is enough to ask with. */
  readonly plan: Plan | null
  readonly ask: (plan: Plan) => Promise<Amount>
  /** How often it is to be synced afterwards. */
  readonly rhythm: string | null
}

/** What a first sync costs, asked of Bitbucket at a press; another plan takes the answer away. */
export function Estimate<Plan>({ plan, ask, rhythm }: EstimateProps<Plan>) {
  const [asked, setAsked] = useState('')
  const estimate = useMutation({ mutationFn: ask })
  const text = JSON.stringify(plan)
  const start = () => {
    if (plan === null) return
    setAsked(text)
    estimate.mutate(plan)
  }
  const current = asked === text
  return (
    <div className={classes.estimate}>
      <div className={classes.tools}>
        <Button variant="default" disabled={plan === null} loading={estimate.isPending} onClick={start}>
          Estimate the first sync
        </Button>
      </div>
      <div role="status">
        {current && estimate.data && <AmountSentence amount={estimate.data} />}
        {current && estimate.data && <Frequency rhythm={rhythm} possible={estimate.data} />}
        {!current && estimate.data && <p className={classes.quiet}>Changed since it was estimated.</p>}
      </div>
      {current && estimate.error && <ErrorState error={estimate.error} onRetry={start} />}
    </div>
  )
}

function AmountSentence({ amount }: { amount: Amount }) {
  const { listed, repositories, requests, sampled, per_hour, hours } = amount
  const { least, likely } = requests
  return (
    <>
      <p>
        <strong>
          {likely === null ? 'At least' : 'About'} {formatCount(likely ?? least)} requests,{' '}
          {formatDuration(Math.max(60, hours * 3600))} at {formatCount(per_hour)} an hour.
        </strong>
      </p>
      <p className={classes.quiet}>
        {formatCount(repositories)} of {formatCount(listed)} repositories.{' '}
        {sampled > 0 && `Judged by what ${formatCount(sampled)} of them hold.`} Later syncs ask for changes
        alone.
      </p>
    </>
  )
}
