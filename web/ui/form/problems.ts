import type { FieldProblem } from '../feedback/problem.ts'

/** A problem's path as the name of a form field: "/body/email" and "/email" are "email", "/scopes/0" is "scopes.0". */
export function fieldName(path: string): string {
  const segments = path.split(/[/.]/).filter((segment) => segment !== '' && segment !== 'body')
  return segments.map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~')).join('.')
}

/** The messages by field, the first of each, in the shape that a form's `setErrors` takes. */
export function fieldErrors(problems: readonly FieldProblem[] | undefined): Record<string, string> {
  const errors: Record<string, string> = {}
  for (const problem of problems ?? []) {
    const name = fieldName(problem.path)
    if (!(name in errors)) errors[name] = problem.message
  }
  return errors
}
