import { Failure } from '../../errors.ts'
import type { Answer } from '../http/answer.ts'

/** What a page says of the listing it belongs to. */
interface Envelope {
  readonly values?: unknown
  readonly size?: unknown
  readonly page?: unknown
  readonly pagelen?: unknown
}

export function isCounted(answer: Answer): boolean {
  return sizeOf(answer) !== null
}

export function isEmpty({ body }: Answer): boolean {
  const { values } = Object(body) as Envelope
  return Array.isArray(values) && values.length === 0
}

/**
 * Whether a page that offers no further one may have lost its link: it is as full as pages get, or is not the last by
 * its own count. It is worth a second question.
 */
export function isSuspect(answer: Answer): boolean {
  if (answer.next !== undefined) return false
  const { values, pagelen } = Object(answer.body) as Envelope
  if (!Array.isArray(values)) return false
  return (
    (sizeOf(answer) === null && values.length > 0 && values.length === pagelen) || lackOf(answer) !== null
  )
}

/**
 * What is lacking by the listing's own count, as a failure; null when it came to its end. `size` says when to distrust
 * an end, never where one is. `before`: records of the pages before, where all of them were read in one go.
 */
export function lackOf(answer: Answer, before?: number): Failure | null {
  const size = sizeOf(answer)
  if (answer.next !== undefined || size === null) return null
  const { values, page, pagelen } = Object(answer.body) as Envelope
  if (!Array.isArray(values)) return null
  // A link may lead to a page by a word of Bitbucket's own, which does not tell how many went before.
  if (before === undefined && (typeof page !== 'number' || typeof pagelen !== 'number')) return null
  const read = (before ?? (Number(page) - 1) * Number(pagelen)) + values.length
  if (read >= size) return null
  return lacking(answer, `The listing ended after ${read} of ${size} records.`)
}

/**
 * What is lacking of a page that is followed by another and not full, as a failure; for walks, which do not come to an
 * end that would show it. Lists that do not count may leave out what one may not see; one that counts its records
 * should show them.
 */
export function holesIn(answer: Answer): Failure | null {
  const { values, pagelen } = Object(answer.body) as Envelope
  if (answer.next === undefined || sizeOf(answer) === null) return null
  if (!Array.isArray(values) || typeof pagelen !== 'number' || values.length >= pagelen) return null
  return lacking(answer, `A page has ${values.length} of ${pagelen} records.`)
}

function lacking({ body }: Answer, detail: string): Failure {
  const excerpt = JSON.stringify(body).slice(0, 2048)
  return new Failure('source_unreadable', { detail, data: { status: 200, excerpt, requests: 0 } })
}

/**
 * Pages that follow by the listing's own count; null when it has none. One that is asked for by time again counts what
 * is left of it with every page.
 */
export function pagesLeft(answer: Answer): number | null {
  if (answer.next === undefined) return 0
  const { values, page, pagelen } = Object(answer.body) as Envelope
  const size = sizeOf(answer)
  if (size === null || typeof pagelen !== 'number' || pagelen < 1 || !Array.isArray(values)) return null
  const before = typeof page === 'number' ? (page - 1) * pagelen : 0
  return Math.max(1, Math.ceil((size - before - values.length) / pagelen))
}

function sizeOf({ body }: Answer): number | null {
  const { size } = Object(body) as Envelope
  return typeof size === 'number' ? size : null
}
