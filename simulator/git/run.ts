import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/** No configuration but ours: neither the machine's nor the user's may change what the simulator serves. */
export const GIT_ENVIRONMENT: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'safe.directory',
  GIT_CONFIG_VALUE_0: '*',
}

export async function runGit(
  directory: string,
  args: readonly string[],
  input?: Iterable<Buffer>,
): Promise<string> {
  const child = spawn('git', [...args], { cwd: directory, env: { ...process.env, ...GIT_ENVIRONMENT } })
  const out: Buffer[] = []
  const complaints: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk))
  const ended = once(child, 'close')
  if (input === undefined) child.stdin.end()
  // When git gives up early, its exit code and words say more than the broken pipe.
  else await pipeline(Readable.from(gathered(input)), child.stdin).catch(() => undefined)
  const [code] = await ended
  if (code !== 0)
    throw new Error(`git ${args[0]} failed (${code}): ${Buffer.concat(complaints).toString().slice(0, 2000)}`)
  return Buffer.concat(out).toString()
}

/** Writes of a fair size: a history is made of hundreds of thousands of small pieces. */
function* gathered(chunks: Iterable<Buffer>): Generator<Buffer> {
  let held: Buffer[] = []
  let size = 0
  for (const chunk of chunks) {
    held.push(chunk)
    size += chunk.length
    if (size < 256 * 1024) continue
    yield Buffer.concat(held)
    held = []
    size = 0
  }
  if (held.length > 0) yield Buffer.concat(held)
}
