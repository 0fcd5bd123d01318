import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline, Transform } from 'node:stream'
import { createInflate } from 'node:zlib'
import { Failure } from '../../errors.ts'
import {
  type BackupTable,
  digestBytes,
  frameHeadBytes,
  Header,
  invalid,
  largestFrame,
  magic,
  parseFrame,
  Table,
  TableEnd,
  Trailer,
} from './format.ts'

export type Part =
  | { readonly kind: 'header'; readonly header: Header }
  | { readonly kind: 'table'; readonly table: BackupTable }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'end'; readonly end: TableEnd }

interface Frame {
  readonly kind: string
  readonly content: Buffer
}

/**
 * The parts of a backup, each checked as it is read: their order, every table's rows and digest, and at the end the
 * digest of the file. Only who has read to the end knows that the file is whole.
 */
export async function* readBackup(path: string): AsyncGenerator<Part> {
  const check = new Check()
  for await (const frame of readFrames(path)) {
    const part = check.next(frame)
    if (part) yield part
  }
  check.finish()
}

/** Reads the whole file; throws `backup_invalid` unless it is complete and unaltered. */
export async function verifyBackup(path: string): Promise<{ header: Header; rows: number; bytes: number }> {
  let header: Header | undefined
  let rows = 0
  for await (const part of readBackup(path)) {
    if (part.kind === 'header') header = part.header
    if (part.kind === 'end') rows += part.end.rows
  }
  if (!header) throw invalid('It holds no header.')
  const handle = await openFile(path)
  const { size } = await handle.stat()
  await handle.close()
  return { header, rows, bytes: size }
}

/** Follows the frames and refuses one that is out of place. */
class Check {
  #header: Header | undefined
  #table: BackupTable | undefined
  #tables = 0
  #rows = 0
  #tableRows = 0
  #hash: Hash = createHash('sha256')
  #finished = false

  next({ kind, content }: Frame): Part | null {
    if (this.#finished) throw invalid('Something follows its end.')
    switch (kind) {
      case 'H':
        return this.#readHeader(content)
      case 'T':
        return this.#startTable(content)
      case 'D':
        return this.#readData(content)
      case 'E':
        return this.#endTable(content)
      case 'Z':
        return this.#readTrailer(content)
    }
    throw invalid('It holds a part of an unknown kind.')
  }

  finish(): void {
    if (!this.#finished) throw invalid('It ends too early.')
  }

  #readHeader(content: Buffer): Part {
    if (this.#header) throw invalid('It holds two headers.')
    this.#header = parseFrame(Header, content)
    return { kind: 'header', header: this.#header }
  }

  #startTable(content: Buffer): Part {
    const table = parseFrame(Table, content)
    const expected = this.#header?.tables[this.#tables]
    if (this.#table || JSON.stringify(expected) !== JSON.stringify(table)) {
      throw invalid(`The table ${table.name} is out of place.`)
    }
    this.#table = table
    this.#tableRows = 0
    this.#hash = createHash('sha256')
    return { kind: 'table', table }
  }

  #readData(content: Buffer): Part {
    if (!this.#table) throw invalid('It holds rows outside a table.')
    this.#hash.update(content)
    this.#tableRows += countLines(content)
    return { kind: 'data', bytes: content }
  }

  #endTable(content: Buffer): Part {
    if (!this.#table) throw invalid('It ends a table that did not start.')
    const end = parseFrame(TableEnd, content)
    if (end.rows !== this.#tableRows || end.sha256 !== this.#hash.digest('hex')) {
      throw invalid(`The rows of the table ${this.#table.name} are not those that were written.`)
    }
    this.#table = undefined
    this.#tables += 1
    this.#rows += end.rows
    return { kind: 'end', end }
  }

  #readTrailer(content: Buffer): null {
    const trailer = parseFrame(Trailer, content)
    const complete = this.#header?.tables.length === this.#tables && !this.#table
    if (!complete || trailer.tables !== this.#tables || trailer.rows !== this.#rows) {
      throw invalid('Some of its tables are missing.')
    }
    this.#finished = true
    return null
  }
}

/** In COPY's text format a line end within a value is escaped: every one that is there ends a row. */
export function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) lines += 1
  return lines
}

async function* readFrames(path: string): AsyncGenerator<Frame> {
  const { start, end, digest } = await readEnds(path)
  const hash = createHash('sha256').update(magic)
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })
  const inflate = createInflate()
  pipeline(createReadStream(path, { start, end }), tap, inflate, () => {})
  try {
    yield* cutFrames(inflate)
  } catch (error) {
    if (error instanceof Failure) throw error
    throw invalid('Its content is damaged.', error)
  }
  if (!hash.digest().equals(digest)) throw invalid('Its digest does not fit: it was altered or cut off.')
}

/** Where the frames lie, and the digest behind them. */
async function readEnds(path: string): Promise<{ start: number; end: number; digest: Buffer }> {
  const handle = await openFile(path)
  try {
    const { size } = await handle.stat()
    const first = await readAt(handle, 0, magic.length)
    if (!first.equals(magic)) throw invalid('It does not start as one.')
    const end = size - digestBytes - 1
    if (end < magic.length) throw invalid('It ends too early.')
    return { start: magic.length, end, digest: await readAt(handle, end + 1, digestBytes) }
  } finally {
    await handle.close()
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (cause) {
    throw invalid(`It cannot be read: ${(cause as Error).message}.`, cause)
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position)
    return buffer.subarray(0, bytesRead)
  } catch (cause) {
    throw invalid(`It cannot be read: ${(cause as Error).message}.`, cause)
  }
}

async function* cutFrames(source: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of source) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (;;) {
      const length = frameLength(rest)
      if (length === null || rest.length < frameHeadBytes + length) break
      const content = rest.subarray(frameHeadBytes, frameHeadBytes + length)
      yield { kind: rest.toString('latin1', 0, 1), content }
      rest = rest.subarray(frameHeadBytes + length)
    }
  }
  if (rest.length > 0) throw invalid('It ends within a part.')
}

function frameLength(bytes: Buffer): number | null {
  if (bytes.length < frameHeadBytes) return null
  const length = bytes.readUInt32BE(1)
  if (length > largestFrame) throw invalid('One of its parts is larger than any that is written.')
  return length
}
