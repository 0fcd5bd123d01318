import type { Connector } from '../stream.ts'
import { authorsStream } from './authors.ts'
import { mirrorStream } from './mirror.ts'
import { sourceStream } from './source.ts'

const anywhere = {
  workspace: { uuid: 'workspace', slug: '{workspace}' },
  repository: { uuid: 'repository', slug: '{repository}' },
  parent: 'id',
  since: null,
}

/** The address each stream asks, with names in place of what differs. */
export function templatesOf(connectors: readonly Connector[]): ReadonlyMap<string, string> {
  return new Map(
    connectors.flatMap((connector) =>
      [mirrorStream, authorsStream, sourceStream, ...connector.streams].map((stream) => {
        const { path } = stream.request(anywhere, { from: null, to: null })
        return [stream.name, decodeURIComponent(path)] as const
      }),
    ),
  )
}
