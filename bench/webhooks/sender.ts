import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { Pool } from 'undici'

export interface Letter {
  readonly event: string
  readonly body: Buffer
}

export interface Sent {
  /** Milliseconds from the moment it was due to its answer: a sender that falls behind counts against the receiver. */
  readonly milliseconds: readonly number[]
  readonly accepted: number
}

const stepMs = 10
const connections = 64

/** Sends so many letters a second, as evenly as ten milliseconds allow, and waits for all answers. */
export async function send(
  url: URL,
  secret: string,
  letters: Iterator<Letter>,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
): Promise<Sent> {
  const pool = new Pool(url.origin, { connections })
  const milliseconds: number[] = []
  const answers: Promise<void>[] = []
  let accepted = 0
  const started = performance.now()
  const perStep = (perSecond * stepMs) / 1000
  const steps = Math.ceil((seconds * 1000) / stepMs)
  for (let step = 0; step < steps; step += 1) {
    const due = started + step * stepMs
    const early = due - performance.now()
    if (early > 0) await pause(early)
    const upTo = Math.round((step + 1) * perStep)
    for (let count = Math.round(step * perStep); count < upTo; count += 1) {
      const { value } = letters.next() as { value: Letter }
      answers.push(
        post(pool, url, secret, value).then((status) => {
          milliseconds.push(performance.now() - due)
          if (status === 200) accepted += 1
        }),
      )
    }
  }
  await Promise.all(answers)
  await pool.close()
  return { milliseconds, accepted }
}

async function post(pool: Pool, url: URL, secret: string, { event, body }: Letter): Promise<number> {
  const { statusCode, body: answer } = await pool.request({
    method: 'POST',
    path: url.pathname,
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Bitbucket-Webhooks/2.0',
      'x-event-key': event,
      'x-request-uuid': randomUUID(),
      'x-attempt-number': '1',
      'x-hub-signature': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    },
  })
  await answer.dump()
  return statusCode
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
