import { type Answer, json, Refusal, text } from '../http/answer.ts'

type Data = Readonly<Record<string, unknown>>

function refusal(status: number, message: string, more: Data = {}, data?: Data): Refusal {
  const error = { message, ...more, ...(data ? { data } : {}) }
  return new Refusal(json(status, { type: 'error', error, ...(data ? { data } : {}) }))
}

export function badRequest(
  message: string,
  fields?: Readonly<Record<string, string | readonly string[]>>,
): Refusal {
  return refusal(400, message, fields ? { fields } : {})
}

export function notFound(message: string, more: Data = {}): Refusal {
  return refusal(404, message, more)
}

export function noSuchApi(): Refusal {
  return notFound('Resource not found', { detail: 'There is no API hosted at this URL' })
}

export function commitsNotFound(...shas: string[]): Refusal {
  return refusal(404, 'Commit not found', {}, { shas })
}

// Pull requests are the one resource whose absence is said in plain text.
export function pullRequestNotFound(): Refusal {
  return new Refusal(text(404, 'Not Found'))
}

export function forbidden(message: string): Refusal {
  return refusal(403, message)
}

export function missingScopes(required: readonly string[], granted: readonly string[]): Refusal {
  return refusal(403, 'Your credentials lack one or more required privilege scopes.', {
    detail: { required: [...required], granted: [...granted] },
  })
}

export function gone(change: string): Refusal {
  return refusal(
    410,
    `${change} - Functionality has been deprecated`,
    { detail: 'Please read the changelog entry for more details.' },
    { announcement_url: `https://developer.atlassian.com/cloud/bitbucket/changelog#${change}` },
  )
}

export function failed(): Refusal {
  return refusal(500, 'Something went wrong')
}

const exceeded = 'Rate limit for this resource has been exceeded'

// Both recorded forms: plain text with its odd reason phrase, and JSON for anonymous callers.
export function rateLimited(anonymous: boolean): Answer {
  if (anonymous) return json(429, { type: 'error', error: { message: exceeded } })
  return { ...text(429, exceeded, { 'Cache-Control': 'no-cache, no-store' }), reason: 'Unknown Status Code' }
}
