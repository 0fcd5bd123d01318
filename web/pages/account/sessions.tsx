import { Button } from '@mantine/core'
import { IconDeviceDesktop, IconDeviceMobile, IconTerminal2 } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type Answered, useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { useAction } from '../action.ts'
import { Section } from '../section.tsx'
import classes from './account.module.css'
import { type DeviceKind, deviceOf } from './device.ts'

type SessionLine = Answered<'session', 'list'>['items'][number]

export const sessionsKey = ['sessions'] as const

const icons: Readonly<Record<DeviceKind, typeof IconDeviceDesktop>> = {
  desktop: IconDeviceDesktop,
  phone: IconDeviceMobile,
  program: IconTerminal2,
}

export function Sessions() {
  const api = useApi()
  const sessions = useQuery({
    queryKey: sessionsKey,
    queryFn: async ({ signal }) => (await api.session.list({ signal })).data.items,
  })
  return (
    <Section
      title="Where you are signed in"
      doc="A place you do not know? Sign out everywhere and change your password."
      actions={<SignOutEverywhere />}
    >
      {sessions.error && <ErrorState error={sessions.error} onRetry={() => void sessions.refetch()} />}
      {sessions.isPending && (
        <Loading label="Loading your sessions">
          <TableSkeleton rows={2} />
        </Loading>
      )}
      {sessions.data && (
        <ul className={classes.sessions}>
          {sessions.data.map((session) => (
            <Line key={session.id} session={session} />
          ))}
        </ul>
      )}
    </Section>
  )
}

function Line({ session }: { session: SessionLine }) {
  const device = deviceOf(session.user_agent)
  const Icon = icons[device.kind]
  return (
    <li className={classes.session}>
      <Icon size={20} stroke={1.6} aria-hidden />
      <div>
        <div>
          {device.name} {session.current && <Status level="good">This session</Status>}
        </div>
        <div className={classes.detail}>
          {session.address ?? 'Address unknown'} · signed in <Time at={session.created_at} />
        </div>
      </div>
      <div className={classes.times}>
        {!session.current && <SignOutThere id={session.id} device={device.name} />}
        <div>
          Last used <Time at={session.last_used_at} />
        </div>
        <div className={classes.detail}>
          Ends <Time at={session.expires_at} />
        </div>
      </div>
    </li>
  )
}

function SignOutThere({ id, device }: { id: string; device: string }) {
  const api = useApi()
  const end = useAction(async () => {
    await api.session.endOne({ params: { id } })
    return { message: `${device} is signed out.` }
  }, sessionsKey)
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      className={classes.end}
      aria-label={`Sign out ${device}`}
      loading={end.isPending}
      onClick={() => end.mutate()}
    >
      Sign out
    </Button>
  )
}

function SignOutEverywhere() {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const end = useAction(async () => {
    const sure = await confirm({
      title: 'Sign out everywhere?',
      body: 'Every session of yours ends, this one too. Your API keys go on working.',
      action: 'Sign out everywhere',
    })
    if (!sure) return undefined
    await api.session.endAll()
    await navigate({ to: '/sign-in' })
    queries.clear()
    return { message: 'You are signed out everywhere.' }
  })
  return (
    <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
      Sign out everywhere
    </Button>
  )
}
