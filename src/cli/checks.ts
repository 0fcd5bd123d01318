import type { Check } from '../sync/connect.ts'
import { table } from './out.ts'

/** What each credential was answered, and for those that failed what to do about it. */
export function checksText(checks: readonly Check[]): string {
  const overview = table(
    ['Credential', 'Workspace', 'Outcome', 'Repositories', 'Not read, for want of a scope'],
    checks.map(({ label, workspace, verdict }) => [
      label,
      workspace,
      verdict.outcome,
      verdict.repositories === null ? '-' : String(verdict.repositories),
      verdict.missing.map(({ scope, streams }) => `${streams.join(', ')} (${scope})`).join('; ') || '-',
    ]),
  )
  return [overview, ...checks.filter(({ verdict }) => verdict.outcome !== 'ok').map(adviceOf)].join('\n\n')
}

function adviceOf({ label, verdict }: Check): string {
  const ahead = verdict.clock_ahead_seconds
  const lines = [`${label}: ${verdict.detail ?? verdict.outcome}`]
  if (ahead !== null) lines.push(`The clock of this machine is ${ahead} s ahead of Bitbucket’s.`)
  if (verdict.commands.length > 0) {
    lines.push(
      'To see the same by hand (401: the token is wrong or has ended; 403: it lacks a scope; 404 or an empty list: it cannot see the workspace):',
    )
  }
  return [...lines, ...verdict.commands.map(({ command }) => `  ${command}`)].join('\n')
}
