import { Button, Radio } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { Fields } from '../../ui/form/fields.tsx'
import { useDrawer } from '../../ui/layout/drawer.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { useAction } from '../action.ts'
import { Act, Acts } from '../acts.tsx'
import { runsKey } from '../runs/queries.ts'
import { type Connection, connectionList, connectionsKey, consequencesQuery } from './queries.ts'

interface OfConnection {
  readonly connection: Connection
}

export function Actions({ connection }: OfConnection) {
  return (
    <Acts>
      {!connection.is_default && <MakeDefault connection={connection} />}
      {connection.state !== 'ended' && (
        <Act
          doc={
            connection.state === 'suspended'
              ? 'Reads again from where it stood.'
              : 'Nothing more is asked until it is resumed. What was read stays and grows old; webhooks stay as they are.'
          }
        >
          <SuspendOrResume connection={connection} />
        </Act>
      )}
      <Remove connection={connection} />
    </Acts>
  )
}

function MakeDefault({ connection: { id, alias } }: OfConnection) {
  const api = useApi()
  const consequences = useQuery(consequencesQuery(api, id)).data?.make_default
  const before = consequences?.in_place_of
  const named = consequences?.named_repositories ?? 0
  const make = useAction(async () => {
    await api.connections.makeDefault({ params: { id } })
    return { message: `${alias} is the default.` }
  }, connectionsKey)
  return (
    <Act
      doc={`The default is meant wherever no connection is named${before ? `; now that is ${before}` : ''}.${named > 0 ? ` ${pointing(named)} looked for in ${alias} then.` : ''}`}
    >
      <Button variant="default" loading={make.isPending} onClick={() => make.mutate()}>
        Make default
      </Button>
    </Act>
  )
}

/** Repositories that entities name without a connection. */
function pointing(named: number): string {
  return named === 1
    ? 'A repository that an entity names without a connection is'
    : `${formatCount(named)} repositories that entities name without a connection are`
}

/** Repositories that entities name with this connection. */
function unnamed(gone: number): string {
  return gone === 1
    ? 'A repository that an entity names with it is named no more.'
    : `${formatCount(gone)} repositories that entities name with it are named no more.`
}

export function SuspendOrResume({ connection: { id, alias, state } }: OfConnection) {
  const api = useApi()
  const suspended = state === 'suspended'
  const suspend = () => api.connections.suspend({ params: { id } })
  const resume = () => api.connections.resume({ params: { id } })
  const change = useAction(
    async () => {
      await (suspended ? resume() : suspend())
      return {
        message: suspended ? `${alias} is read again.` : `${alias} is suspended.`,
        undo: suspended ? suspend : resume,
      }
    },
    connectionsKey,
    runsKey,
  )
  return (
    <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>
      {suspended ? 'Resume' : 'Suspend'}
    </Button>
  )
}

const fates = {
  keep: 'What was read stays as it is and grows old, until another connection reads the same workspaces.',
  remove: 'What was read from its workspaces goes too: repositories, commits, pull requests and the rest.',
}

function Remove({ connection: { id, alias } }: OfConnection) {
  const api = useApi()
  const { close } = useDrawer('connection')
  const consequences = useQuery(consequencesQuery(api, id)).data
  const [rows, setRows] = useState<keyof typeof fates>('keep')
  const next = consequences?.remove.next_default
  const gone = consequences?.remove.named_repositories ?? 0
  const remove = useAction(async () => {
    const sure = await confirm({
      title: `Remove ${alias}?`,
      body: `Its credentials and the history of its runs go for good${consequences?.remove.webhooks ? ', and its webhooks are deleted at Bitbucket, as far as it lets us' : ''}. ${fates[rows]}${next ? ` ${next} becomes the default.` : ''}${gone > 0 ? ` ${unnamed(gone)}` : ''}`,
      action: 'Remove',
      typed: alias,
    })
    if (!sure) return undefined
    await api.connections.remove({ params: { id }, query: { rows } })
    close()
    return { message: `${alias} is removed.` }
  }, connectionList)
  return (
    <Act
      doc={
        <Radio.Group
          label="Removing it ends its credentials and its runs for good. And the rows?"
          value={rows}
          onChange={(chosen) => setRows(chosen === 'remove' ? 'remove' : 'keep')}
        >
          <Fields>
            <Radio value="keep" label="Keep them" description={fates.keep} />
            <Radio value="remove" label="Remove them" description={fates.remove} />
          </Fields>
          {consequences && <p>{amountOf(consequences.rows)}</p>}
        </Radio.Group>
      }
    >
      <Button variant="outline" color="red" loading={remove.isPending} onClick={() => remove.mutate()}>
        Remove
      </Button>
    </Act>
  )
}

function amountOf(rows: readonly { readonly table: string; readonly count: number }[]): string {
  const held = rows.filter(({ count }) => count > 0)
  if (held.length === 0) return 'Nothing was read yet.'
  return `There are ${held.map(({ table, count }) => `${formatCount(count)} ${table.replaceAll('_', ' ')}`).join(', ')}.`
}
