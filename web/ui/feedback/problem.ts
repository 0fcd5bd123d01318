/** What the interface can say about a failure: RFC 9457 with code, next step and request id. */
export interface Problem {
  /** Address that explains this kind of failure; `about:blank` when there is none. */
  readonly type?: string
  readonly title: string
  readonly detail: string
  readonly code: string
  readonly next?: string
  readonly request_id?: string
  readonly problems?: readonly FieldProblem[]
}

export interface FieldProblem {
  /** JSON pointer into the body ("/email", "/addresses/0/city") or a dotted path. */
  readonly path: string
  readonly message: string
}

/** Any thrown thing as a problem: an error that carries one, a broken connection, or a fault of the page. */
export function toProblem(error: unknown): Problem {
  if (isProblem(error)) return error
  if (error instanceof Error && 'problem' in error && isProblem(error.problem)) return error.problem
  // `fetch` reports every kind of broken connection as a TypeError that names fetching, or loading (Safari).
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return unreachable
  return {
    title: 'Something went wrong on this page',
    detail: error instanceof Error ? error.message : String(error),
    code: 'page_failed',
    next: 'Reload the page; if it happens again, tell support what you did.',
  }
}

const unreachable: Problem = {
  title: 'The server does not answer',
  detail: 'The connection to the server broke or could not be made.',
  code: 'unreachable',
  next: 'Check that the server runs and that you are online, then try again.',
}

function isProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false
  return 'code' in value && 'detail' in value && 'title' in value && typeof value.code === 'string'
}
