import { Button, Group } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { useSession } from '../../session.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { toast } from '../../ui/feedback/toast.tsx'
import { FormErrors } from '../../ui/form/form-errors.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { useAction } from '../action.ts'
import { Act, Acts } from '../acts.tsx'
import { NewPassword } from '../new-password.tsx'
import { field, useSending } from '../sending.ts'
import { newPassword } from '../validate.ts'
import { type Person, peopleKey, peopleLists } from './queries.ts'

interface PersonActionsProps {
  readonly person: Person
  readonly etag: string
  readonly onChanged: () => void
}

/** What can be done to an account. One's own is left out: locking oneself out is not a click away. */
export function PersonActions({ person, etag, onChanged }: PersonActionsProps) {
  const own = useSession().person.id === person.id
  if (own) return <p>This is you. Your password and your sessions are under Account.</p>
  return (
    <Acts>
      <SwitchAccount person={person} etag={etag} onChanged={onChanged} />
      <SetPassword person={person} />
      <EndSessions person={person} />
      <Remove person={person} />
    </Acts>
  )
}

function SwitchAccount({ person, etag, onChanged }: PersonActionsProps) {
  const api = useApi()
  const { id, name, disabled } = person
  const write = (off: boolean, version: string) =>
    api.people.update({ params: { id }, body: { disabled: off }, headers: { 'if-match': version } })
  const change = useAction(async () => {
    const { etag: newer } = await write(!disabled, etag)
    onChanged()
    return {
      message: disabled ? `${name} can sign in again.` : `${name} cannot sign in any more.`,
      undo: () => write(disabled, newer ?? '').then(onChanged),
    }
  }, peopleKey)
  return (
    <Act
      doc={
        disabled
          ? 'Nobody can sign in with this account now. What belongs to it is kept.'
          : 'Disabling ends their sessions and refuses their API keys. Everything is kept.'
      }
    >
      <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
        {disabled ? 'Enable account' : 'Disable account'}
      </Button>
    </Act>
  )
}

function SetPassword({ person }: { person: Person }) {
  const api = useApi()
  const [open, setOpen] = useState(false)
  const form = useForm({ initialValues: { password: '' }, validate: { password: newPassword } })
  const { onSubmit, sending, error } = useSending(form, async ({ password }) => {
    await api.people.setPassword({ params: { id: person.id }, body: { password } })
    toast(`${person.name} has a new password and is signed out everywhere.`)
    form.reset()
    setOpen(false)
  })
  if (!open) {
    return (
      <Act doc="For a password that was forgotten. Ends their sessions.">
        <Button variant="default" onClick={() => setOpen(true)}>
          Set a new password
        </Button>
      </Act>
    )
  }
  return (
    <form onSubmit={onSubmit} noValidate>
      <FormErrors error={error} labels={{ password: 'New password' }} />
      <NewPassword {...field(form, 'password')} label="New password" />
      <Group gap="sm" mt="sm">
        <Button type="submit" loading={sending}>
          Set password
        </Button>
        <Button variant="subtle" color="gray" onClick={() => setOpen(false)}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}

function EndSessions({ person }: { person: Person }) {
  const api = useApi()
  const end = useAction(async () => {
    const sure = await confirm({
      title: `Sign ${person.name} out everywhere?`,
      body: 'They have to sign in again on every device. Their API keys go on working.',
      action: 'Sign out everywhere',
    })
    if (!sure) return undefined
    await api.people.endSessions({ params: { id: person.id } })
    return { message: `${person.name} is signed out everywhere.` }
  })
  return (
    <Act doc="For a device that was lost.">
      <Button variant="default" loading={end.isPending} onClick={() => end.mutate()}>
        Sign out everywhere
      </Button>
    </Act>
  )
}

function Remove({ person }: { person: Person }) {
  const api = useApi()
  const { close } = useDrawer('person')
  const remove = useAction(
    async () => {
      const sure = await confirm({
        title: `Remove ${person.name}?`,
        body: 'Their account, sessions and API keys go for good. The audit log keeps what they did. To keep them out for a while, disable the account instead.',
        action: 'Remove',
        typed: person.email,
      })
      if (!sure) return undefined
      await api.people.remove({ params: { id: person.id } })
      close()
      return { message: `${person.name} is removed.` }
    },
    ...peopleLists,
  )
  return (
    <Act doc="For good: account, sessions and API keys.">
      <Button variant="outline" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove
      </Button>
    </Act>
  )
}
