import { mirrorStream } from '../sync/run/mirror.ts'
import { sourceStream } from '../sync/run/source.ts'
import { selectableStreams } from '../sync/selectable.ts'
import type { AnyStream, TableName } from '../sync/stream.ts'
import { connectors } from './index.ts'

/** A stream as its connector declares it, told to people. */
interface DeclaredStream {
  readonly connector: string
  readonly name: string
  readonly doc: string
  /** What it asks, with names in braces where addresses differ. */
  readonly address: string
  readonly documentation: string
  readonly per: AnyStream['per']
  readonly scopes: readonly string[]
  readonly cost: string
  readonly tables: readonly TableName[]
  /** Whether a connection may do without it, and whether it does unless told otherwise. */
  readonly read: 'always' | 'usually' | 'when_chosen'
  readonly again: AnyStream['again']
  /** The stream whose records it reads another way. */
  readonly completes: string | null
  /** The rows below which it is read, one by one. */
  readonly below: TableName | null
  /** Read by git instead, where that may be used. */
  readonly by_git: boolean
  /** Not every Bitbucket offers it. */
  readonly may_be_missing: boolean
}

/** Every stream of every product, in the order in which they are wanted. */
export function declaredStreams(): DeclaredStream[] {
  return connectors.flatMap((connector) => {
    const selectable = new Map(selectableStreams(connector).map((stream) => [stream.name, stream]))
    const declared = connector.streams.map((stream) => {
      // What completes another is read with it.
      const chosen = selectable.get(stream.recordsOf ?? stream.name)
      const read = chosen === undefined ? 'always' : chosen.optional ? 'when_chosen' : 'usually'
      return { ...told(stream), read } as const
    })
    // How source is read is chosen by itself.
    const source = [
      { ...told(mirrorStream), read: 'usually' } as const,
      { ...told(sourceStream), read: 'when_chosen' } as const,
    ]
    return [...declared, ...source].map((one) => ({ connector: connector.name, ...one }))
  })
}

function told(stream: AnyStream): Omit<DeclaredStream, 'connector' | 'read'> {
  const { name, doc, documentation, per, scopes, cost, tables, again } = stream
  return {
    ...{ name, doc, documentation, per, scopes, cost, tables, again },
    address: addressOf(stream),
    completes: stream.recordsOf ?? null,
    below: stream.parents?.table ?? null,
    by_git: stream.withoutGitOnly === true,
    may_be_missing: stream.capability !== undefined || stream.probed === true,
  }
}

function addressOf(stream: AnyStream): string {
  const at = {
    workspace: { uuid: 'workspace', slug: '{workspace}' },
    repository: { uuid: 'repository', slug: '{repository}' },
    parent: stream.ofLeavers ? '{account}' : `{${stream.per}}`,
    since: null,
  }
  const { path } = stream.request(at, { from: null, to: null })
  // A uuid comes in braces of its own, a number does not.
  return decodeURIComponent(path).replaceAll('{{', '{').replaceAll('}}', '}')
}
