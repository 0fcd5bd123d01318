import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'

/**
 * A backup is: this line, a zlib stream of frames, and the SHA-256 of everything before it.
 *
 * A frame is one letter for its kind, four bytes for the length of its content, and the content. Frames come as
 * H (T D* E)* Z: a header, each table with its rows as `COPY … TO` writes them in text format, a trailer.
 * The text format is the one that PostgreSQL keeps readable across its major versions.
 */
export const magic = Buffer.from('Windlass backup 1\n')
export const digestBytes = 32
export const frameHeadBytes = 5

/** Rows are cut into frames of at most this size, so that reading takes little memory however long a row is. */
export const largestData = 64 * 1024
/** Many times what the longest list of tables takes; what claims to be larger was not written by us. */
export const largestFrame = 4 * 1024 * 1024

const Table = Type.Object({
  schema: Type.String(),
  name: Type.String(),
  columns: Type.Array(Type.String()),
})

const Sequence = Type.Object({
  schema: Type.String(),
  name: Type.String(),
  /** A bigint, as text. */
  value: Type.String({ pattern: '^-?\\d+$' }),
  used: Type.Boolean(),
})

const Partition = Type.Object({
  schema: Type.String(),
  name: Type.String(),
  parent: Type.String(),
  /** As PostgreSQL writes it: `FOR VALUES FROM … TO …`. */
  bound: Type.String(),
})

export const Header = Type.Object({
  format: Type.Literal(1),
  /** Of Windlass. */
  version: Type.String(),
  postgres: Type.String(),
  created_at: Type.String(),
  installation: Type.String(),
  migrations: Type.Array(Type.Object({ name: Type.String(), checksum: Type.String() }), { minItems: 1 }),
  /** Revision of graphile-worker's schema. */
  queue: Type.Integer(),
  tables: Type.Array(Table),
  partitions: Type.Array(Partition),
  sequences: Type.Array(Sequence),
})

export const TableEnd = Type.Object({
  rows: Type.Integer({ minimum: 0 }),
  /** Of the rows as they are in the file. */
  sha256: Type.String(),
})

export const Trailer = Type.Object({ tables: Type.Integer(), rows: Type.Integer() })

export type Header = Static<typeof Header>
export type BackupTable = Static<typeof Table>
export type TableEnd = Static<typeof TableEnd>
export type Trailer = Static<typeof Trailer>
export { Table }

export type FrameKind = 'H' | 'T' | 'D' | 'E' | 'Z'

export function frameHead(kind: FrameKind, length: number): Buffer {
  const head = Buffer.alloc(frameHeadBytes)
  head.write(kind, 0, 'latin1')
  head.writeUInt32BE(length, 1)
  return head
}

/** What a JSON frame holds, or the file is refused. */
export function parseFrame<T extends typeof Header | typeof Table | typeof TableEnd | typeof Trailer>(
  schema: T,
  content: Buffer,
): Static<T> {
  const value = parseJson(content)
  if (Value.Check(schema, value)) return value
  throw invalid('One of its descriptions has another form.')
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'))
  } catch {
    return undefined
  }
}

export function invalid(detail: string, cause?: unknown): Failure {
  return new Failure('backup_invalid', { detail, cause })
}
