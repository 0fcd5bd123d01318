import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { attentionQuery, installationQuery, jobSummaryQuery } from '../../queries.ts'
import { useCan, useSession } from '../../session.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { NeedsAttention } from './attention.tsx'
import { LatestChanges } from './latest-changes.tsx'
import { NextSteps } from './next-steps.tsx'
import { page } from './page.ts'
import { Picture } from './picture.tsx'
import { stateOf } from './state.ts'

export function Page() {
  const api = useApi()
  const session = useSession()
  const installation = useQuery(installationQuery(api))
  const jobs = useQuery(jobSummaryQuery(api))
  const attention = useQuery({ ...attentionQuery(api), enabled: useCan()('integration:view') })
  const needy = (attention.data ?? []).length > 0
  const state = stateOf({
    installation: installation.data ?? null,
    jobs: jobs.data ?? null,
    keyLost: session.key_lost,
    attention: needy,
  })
  return (
    <>
      <PageHeader title={page.title} state={state.sentence} live={state.level === 'good' && !needy} />
      {installation.error && (
        <ErrorState error={installation.error} onRetry={() => void installation.refetch()} />
      )}
      <NeedsAttention />
      <Picture stations={state.stations} />
      <NextSteps />
      <LatestChanges />
    </>
  )
}
