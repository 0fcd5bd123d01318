import type { Support } from '../environment.tsx'
import type { Problem } from './problem.ts'

/** The support page, else a letter that already quotes the code and the request. */
export function supportHref(support: Support | undefined, problem: Problem): string | null {
  if (support?.url) return support.url
  if (!support?.email) return null
  const subject = encodeURIComponent(`${problem.title} (${problem.code})`)
  const body = encodeURIComponent(
    `${problem.detail}\n\nCode: ${problem.code}\nRequest: ${problem.request_id ?? 'none'}\n`,
  )
  return `mailto:${support.email}?subject=${subject}&body=${body}`
}
