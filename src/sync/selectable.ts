import { Failure } from '../errors.ts'
import type { AnyStream, Connector } from './stream.ts'

/** Streams that a connection may do with or without; the others are read always, or together with the one they complete. */
export function selectableStreams(connector: Connector): AnyStream[] {
  return connector.streams.filter(({ per, recordsOf }) => per !== 'workspace' && recordsOf === undefined)
}

/** Refuses names that are none of streams. */
export function checkStreams(connector: Connector, names: readonly string[]): void {
  const known = selectableStreams(connector).map(({ name }) => name)
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  const message = `There is no ${unknown.join(', ')} to choose; there are ${known.join(', ')}.`
  throw new Failure('invalid_input', { detail: message, data: { problems: [{ path: 'streams', message }] } })
}
