import { Switch } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Answered, sessionKey, useApi } from '../../api.ts'
import { useCan } from '../../session.ts'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { FormSkeleton, Loading } from '../../ui/feedback/skeletons.tsx'
import { PageHeader } from '../../ui/layout/page-header.tsx'
import { useAction } from '../action.ts'
import classes from './features.module.css'
import { page } from './page.ts'

type Feature = Answered<'features', 'update'>

const featuresKey = ['features'] as const

export function Page() {
  const api = useApi()
  const mayEdit = useCan()('feature:edit')
  const features = useQuery({
    queryKey: featuresKey,
    queryFn: async ({ signal }) => (await api.features.list({ signal })).data.items,
  })
  return (
    <>
      <PageHeader title={page.title} state={features.data && stateOf(features.data)} />
      <p className={classes.doc}>
        An area that is off is gone from the rail, the API and the command line, for everybody. Its data
        stays, and comes back with it.{!mayEdit && ' Only an administrator can switch areas.'}
      </p>
      {features.error && <ErrorState error={features.error} onRetry={() => void features.refetch()} />}
      {features.isPending && (
        <Loading label="Loading the features">
          <FormSkeleton />
        </Loading>
      )}
      <ul className={classes.features}>
        {features.data?.map((feature) => (
          <Line key={feature.name} feature={feature} mayEdit={mayEdit} />
        ))}
      </ul>
    </>
  )
}

function Line({ feature, mayEdit }: { feature: Feature; mayEdit: boolean }) {
  const api = useApi()
  const write = (on: boolean) => api.features.update({ params: { name: feature.name }, body: { on } })
  // What was pressed shows in the same frame: a mutation is only announced in the next one.
  const [pressed, setPressed] = useState<boolean | null>(null)
  const change = useAction(
    async (on: boolean) => {
      await write(on)
      return { message: `${feature.title} is ${on ? 'on' : 'off'}.`, undo: () => write(!on) }
    },
    featuresKey,
    sessionKey,
  )
  return (
    <li className={classes.feature}>
      <Switch
        label={feature.title}
        description={feature.doc}
        checked={pressed ?? feature.on}
        disabled={!mayEdit}
        onChange={({ currentTarget: { checked } }) => {
          setPressed(checked)
          change.mutate(checked, { onSettled: () => setPressed(null) })
        }}
      />
    </li>
  )
}

function stateOf(features: readonly Feature[]): string {
  const off = features.filter((feature) => !feature.on).map((feature) => feature.title)
  if (off.length === 0) return 'Every area is on.'
  return `${new Intl.ListFormat('en-GB').format(off)} ${off.length === 1 ? 'is' : 'are'} off, everything else is on.`
}
