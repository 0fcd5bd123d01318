import { TextDecoder } from 'node:util'
import { type Command, GitError, type Running, startGit } from './run.ts'

interface GitObject {
  readonly hash: string
  readonly type: string
  readonly content: Buffer
}

/** Objects exactly as they are stored, read by one process for as long as there is something to ask. */
export interface Objects {
  /** In the order asked for; those that are missing are left out. */
  read(names: Iterable<string>): AsyncGenerator<GitObject>
  /** The hash and type of each by its name; those that are missing or ambiguous are left out. */
  look(names: Iterable<string>): Promise<ReadonlyMap<string, Omit<GitObject, 'content'>>>
  close(): void
}

/** Starts with the first question. Objects that are fetched meanwhile are found. */
export function openObjects(base: Pick<Command, 'directory' | 'environment'>): Objects {
  let open: { readonly running: Running; readonly output: Output } | undefined
  const close = () => {
    open?.running.kill()
    open = undefined
  }
  async function* ask(command: 'contents' | 'info', names: readonly string[]): AsyncGenerator<Answer> {
    if (names.length === 0) return
    if (!open) {
      const running = await startGit({ ...base, arguments: ['cat-file', '--batch-command', '--buffer'] })
      open = { running, output: new Output(running) }
    }
    const { running, output } = open
    running.input.write(`${names.map((name) => `${command} ${name}\n`).join('')}flush\n`)
    let left = names.length
    try {
      for (const name of names) {
        const [, hash = '', type = '', size] = /^(\S+) (\w+) (\d+)$/.exec(await output.line()) ?? []
        const content = command === 'contents' && size ? await output.bytes(Number(size)) : undefined
        left -= 1
        if (size) yield { name, hash, type, content }
      }
    } finally {
      // What is left unread would pass for the next answer.
      if (left > 0) close()
    }
  }
  return {
    async *read(names) {
      for await (const { hash, type, content } of ask('contents', [...names]))
        if (content) yield { hash, type, content }
    },
    async look(names) {
      const found = new Map<string, Omit<GitObject, 'content'>>()
      for await (const { name, hash, type } of ask('info', [...names])) found.set(name, { hash, type })
      return found
    },
    close,
  }
}

interface Answer extends Omit<GitObject, 'content'> {
  readonly name: string
  readonly content: Buffer | undefined
}

/** What a process says, taken piece by piece. */
class Output {
  readonly #running: Running
  readonly #chunks: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(running: Running) {
    this.#running = running
    this.#chunks = (running.output as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }

  async line(): Promise<string> {
    let end = this.#held.indexOf(10)
    while (end < 0) {
      this.#held = Buffer.concat([this.#held, await this.#more()])
      end = this.#held.indexOf(10)
    }
    const line = this.#held.subarray(0, end).toString()
    this.#held = this.#held.subarray(end + 1)
    return line
  }

  /** So many, with the end of the line that follows them. */
  async bytes(count: number): Promise<Buffer> {
    const parts = [this.#held]
    for (let length = this.#held.length; length <= count; ) {
      const more = await this.#more()
      parts.push(more)
      length += more.length
    }
    const all = parts.length === 1 ? this.#held : Buffer.concat(parts)
    this.#held = all.subarray(count + 1)
    // A copy, or the little that is kept of a chunk would keep all of it.
    return Buffer.from(all.subarray(0, count))
  }

  async #more(): Promise<Buffer> {
    // Why it was cut off says more than that it was.
    const { value } = await this.#chunks.next().catch(() => ({ value: undefined }))
    if (value) return value
    await this.#running.ended
    throw new GitError('cat-file', 'ended before it had answered')
  }
}

/** Headers of a commit or tag, and the text that follows them. */
export interface Parsed {
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly message: string
}

/** A header continues on lines that begin with a space, as signatures do. */
export function parseObject(content: Buffer): Parsed {
  const end = content.indexOf('\n\n')
  const head = end < 0 ? content : content.subarray(0, end)
  const body = end < 0 ? Buffer.alloc(0) : content.subarray(end + 2)
  const headers = new Map<string, string[]>()
  const encoding = /^encoding (.+)$/m.exec(head.toString('latin1'))?.[1] ?? 'utf-8'
  for (const line of text(head, encoding).split('\n')) {
    if (line.startsWith(' ')) continue
    const space = line.indexOf(' ')
    const [name, value] = [line.slice(0, space), line.slice(space + 1)]
    headers.set(name, [...(headers.get(name) ?? []), value])
  }
  return { headers, message: text(body, encoding) }
}

export interface Signature {
  /** Name and address. */
  readonly raw: string
  readonly at: Date
}

/** Latest time that both PostgreSQL and people take for a date. */
const latestSeconds = Date.UTC(9999, 11, 31) / 1000

export function parseSignature(line: string | undefined): Signature {
  const [, raw = line ?? '', seconds = '0'] = /^(.*?) ?(-?\d+) [+-]\d{4,}$/.exec(line ?? '') ?? []
  const at = Math.min(Math.max(Number(seconds), 0), latestSeconds)
  return { raw, at: new Date(at * 1000) }
}

/** PostgreSQL keeps no NUL in text. */
export function text(bytes: Buffer, encoding = 'utf-8'): string {
  return decoder(encoding).decode(bytes).replaceAll('\u0000', '\ufffd')
}

function decoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { ignoreBOM: true })
  } catch {
    return new TextDecoder('utf-8', { ignoreBOM: true })
  }
}
