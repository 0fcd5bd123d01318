import { answerMeanings } from '../connections/verify/curl.ts'
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
  if (verdict.commands.length === 0) return lines.join('\n')
  const commands = verdict.commands.flatMap(({ what, command }) => [`  ${what}:`, `    ${command}`])
  const meanings = answerMeanings.map(({ answer, meaning }) => `  ${answer}: ${meaning}`)
  return [
    ...lines,
    'To see the same by hand, with your own token in place of TOKEN:',
    ...commands,
    'What the answers mean:',
    ...meanings,
  ].join('\n')
}
