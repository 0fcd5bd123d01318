import { Button } from '@mantine/core'
import { useState } from 'react'
import { Banner } from '../../ui/feedback/banner.tsx'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { EmptyState } from '../../ui/feedback/empty-state.tsx'
import { ErrorBoundary } from '../../ui/feedback/error-boundary.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import type { Problem } from '../../ui/feedback/problem.ts'
import { FormSkeleton, Loading, TableSkeleton, TextSkeleton } from '../../ui/feedback/skeletons.tsx'
import { toast, toastError } from '../../ui/feedback/toast.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'

const problem: Problem = {
  title: 'Somebody changed this while you were editing',
  detail: 'The team “Payments” has a newer version.',
  code: 'changed_meanwhile',
  next: 'Load it again and repeat your change.',
  request_id: 'req-5c1f9a',
}

export function Feedback() {
  const [answer, setAnswer] = useState('nothing asked')
  const [removed, setRemoved] = useState(false)
  const ask = async (typed?: string) => {
    const yes = await confirm({
      title: 'Remove the team “Payments”?',
      body: 'Its three members stay; its scorecards lose their owner.',
      action: 'Remove',
      danger: true,
      typed,
    })
    setAnswer(yes ? 'confirmed' : 'cancelled')
  }
  const remove = () => {
    setRemoved(true)
    toast('Removed “Payments”.', { undo: () => setRemoved(false) })
  }
  return (
    <>
      <PageHeader
        title="Feedback"
        state={`${answer}, ${removed ? 'removed' : 'present'}`}
        actions={
          <>
            <Button variant="default" onClick={() => ask()}>
              Ask
            </Button>
            <Button variant="default" onClick={() => ask('Payments')}>
              Ask twice
            </Button>
            <Button variant="default" onClick={() => toastError({ ...problem })}>
              Fail
            </Button>
            <Button onClick={remove}>Remove</Button>
          </>
        }
      />
      <Banner level="good" title="Payments works.">
        Its three members are told.
      </Banner>
      <Banner level="attention" title="Search has no owner." />
      <EmptyState action={<Button>Add a team</Button>} guide={{ href: '/guide', label: 'How teams work' }}>
        Nobody has made a team yet.
      </EmptyState>
      <ErrorState error={problem} onRetry={() => setAnswer('tried again')} />
      <ErrorBoundary>
        <Fragile />
      </ErrorBoundary>
      <Loading label="Loading the samples">
        <TextSkeleton />
        <FormSkeleton fields={2} />
        <TableSkeleton rows={4} columns={3} />
      </Loading>
    </>
  )
}

function Fragile() {
  const [broken, setBroken] = useState(false)
  if (broken) throw new Error('The sample broke.')
  return (
    <Button variant="default" onClick={() => setBroken(true)}>
      Break this part
    </Button>
  )
}
