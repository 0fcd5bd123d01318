import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createDeflate } from 'node:zlib'
import { Failure } from '../../errors.ts'
import { type FrameKind, frameHead, largestData, magic } from './format.ts'

/** Takes the frames of one backup. */
export interface BackupWriter {
  describe(kind: Exclude<FrameKind, 'D'>, content: unknown): Promise<void>
  data(bytes: Buffer): Promise<void>
}

/** A third of the time of the default level, for files about a tenth larger. */
const compression = { level: 3 }

/**
 * Writes the file beside its place and moves it there whole: what lies in place is finished, and an older backup is
 * replaced only by a finished one. Readable by its owner only, as it holds what the database holds.
 */
export async function writeBackup(
  path: string,
  fill: (writer: BackupWriter) => Promise<void>,
): Promise<void> {
  const partial = `${path}.partial-${randomBytes(4).toString('hex')}`
  try {
    await writeFrames(partial, fill)
    await rename(partial, path)
    await flush(dirname(path))
  } catch (error) {
    await rm(partial, { force: true }).catch(() => {})
    throw asFailure(error)
  }
}

/** What a disk or a directory says; anything else comes from the database. */
const fileErrors = [
  'EACCES',
  'EDQUOT',
  'EFBIG',
  'EIO',
  'EISDIR',
  'ENOENT',
  'ENOSPC',
  'ENOTDIR',
  'EPERM',
  'EROFS',
]

function asFailure(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  if (!fileErrors.includes(code ?? '')) return error
  return new Failure('backup_unwritable', { detail: `${message}.`, cause: error })
}

async function writeFrames(path: string, fill: (writer: BackupWriter) => Promise<void>): Promise<void> {
  const deflate = createDeflate(compression)
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })
  const written = pipeline(deflate, seal, file)
  // The failure of one side ends the other; the first to fail is the one to report.
  const filled = fill(frameWriter(deflate)).then(
    () => deflate.end(),
    (error: unknown) => deflate.destroy(error as Error),
  )
  await written
  await filled
}

/** Puts the line in front of the compressed frames and the digest behind them. */
async function* seal(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256').update(magic)
  yield magic
  for await (const chunk of source) {
    hash.update(chunk)
    yield chunk
  }
  yield hash.digest()
}

function frameWriter(deflate: ReturnType<typeof createDeflate>): BackupWriter {
  const write = async (bytes: Buffer) => {
    if (deflate.destroyed) throw deflate.errored ?? new Error('the file was closed')
    if (!deflate.write(bytes)) await once(deflate, 'drain')
  }
  const frame = async (kind: FrameKind, content: Buffer) => {
    await write(frameHead(kind, content.length))
    await write(content)
  }
  return {
    describe: (kind, content) => frame(kind, Buffer.from(JSON.stringify(content))),
    async data(bytes) {
      for (let start = 0; start < bytes.length; start += largestData) {
        await frame('D', bytes.subarray(start, start + largestData))
      }
    },
  }
}

/** The new name survives a power cut only once its directory is on disk. */
async function flush(directory: string): Promise<void> {
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
