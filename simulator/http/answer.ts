// What the simulator answers, before it meets the wire.
export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  readonly reason?: string
  // Sent after `body`, piece by piece, for what is too large to hold.
  readonly rest?: Iterable<string>
}

export class Refusal extends Error {
  readonly answer: Answer
  constructor(answer: Answer) {
    super(`refused with ${answer.status}`)
    this.answer = answer
  }
}

type Headers = Readonly<Record<string, string>>

export function bytes(status: number, type: string, body: Buffer | string, headers: Headers = {}): Answer {
  const buffer = typeof body === 'string' ? Buffer.from(body) : body
  return { status, headers: { 'Content-Type': type, ...headers }, body: buffer }
}

export function json(status: number, value: unknown, headers: Headers = {}): Answer {
  return bytes(status, 'application/json; charset=utf-8', JSON.stringify(value), headers)
}

export function text(status: number, value: string, headers: Headers = {}): Answer {
  return bytes(status, 'text/plain', value, headers)
}

export function html(status: number, value: string, headers: Headers = {}): Answer {
  return bytes(status, 'text/html; charset=utf-8', value, headers)
}

export function redirect(status: 301 | 302 | 307, location: string): Answer {
  return bytes(status, 'text/html; charset=utf-8', '', { Location: location })
}

export function noContent(): Answer {
  return bytes(204, 'text/html; charset=utf-8', '')
}
