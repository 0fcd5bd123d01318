import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { toProblem } from '../../ui/feedback/problem.ts'
import { Status } from '../../ui/value/status.tsx'
import { Unknown } from '../../ui/value/unknown.tsx'
import { inWords } from '../words.ts'
import classes from './integrations.module.css'
import type { Check } from './queries.ts'
import { type Kind, scopesOf } from './scopes.ts'

const outcomes: Readonly<Record<Check['outcome'], string>> = {
  ok: 'Works',
  invalid_credentials: 'Bitbucket refuses the token',
  invalid_permissions: 'The token lacks a scope',
  no_resources: 'The token does not see the workspace',
  unreachable: 'Bitbucket was not reached',
  tls: 'The certificate is not trusted',
  clock: 'The clock of this machine is wrong',
  throttled: 'Bitbucket’s limit is used up for now',
  unreadable: 'The answer could not be read',
}

/** What to do about each. */
const remedies: Readonly<Record<Exclude<Check['outcome'], 'ok'>, string>> = {
  invalid_credentials: 'Make a new token in Bitbucket, and replace the credential with it.',
  invalid_permissions: 'Make a token that has the scopes it lacks, and replace the credential with it.',
  no_resources: 'See that the name of the workspace is right and that the token was made for it.',
  unreachable: 'See that the API address and the proxy are right, and that this machine may reach them.',
  tls: 'Add the certificate of the authority that signed it, under Edit, Network.',
  clock: 'Set the clock of this machine, best by letting it follow a time server.',
  throttled: 'Wait until the hour is over, and verify again.',
  unreadable: 'See that the API address is that of Bitbucket: something else seems to answer there.',
}

/** The kind of the credential that was tried, and whether Bitbucket tells which scopes it has. */
export interface Tried {
  readonly kind: Kind
  readonly told: boolean
}

/** What each credential was answered about each workspace, scope by scope, and how to see the same by hand. */
export function Checks({
  checks,
  tried,
}: {
  checks: readonly Check[]
  tried: (label: string) => Tried | null
}) {
  return (
    <div className={classes.part}>
      {checks.map((check) => (
        <CheckResult key={`${check.label} ${check.workspace}`} check={check} tried={tried(check.label)} />
      ))}
    </div>
  )
}

function CheckResult({ check, tried }: { check: Check; tried: Tried | null }) {
  const { label, workspace, outcome, detail, repositories, clock_ahead_seconds: ahead } = check
  return (
    <section className={classes.check} aria-label={`${label} on ${workspace}`}>
      <div className={classes.head}>
        <strong>
          {label} on {workspace}
        </strong>
        <Status level={outcome === 'ok' ? 'good' : 'bad'}>{outcomes[outcome]}</Status>
      </div>
      {detail && <p>{detail}</p>}
      {outcome !== 'ok' && <p>{remedies[outcome]}</p>}
      {repositories !== null && (
        <p className={classes.quiet}>
          It sees {repositories} {repositories === 1 ? 'repository' : 'repositories'}.
        </p>
      )}
      {ahead !== null && Math.abs(ahead) >= 60 && (
        <Status level="attention">
          The clock of this server is {Math.abs(ahead)} s {ahead > 0 ? 'ahead of' : 'behind'} Bitbucket’s.
        </Status>
      )}
      {(outcome === 'ok' || outcome === 'invalid_permissions') && tried && (
        <Scopes check={check} tried={tried} />
      )}
      {outcome !== 'ok' && <ByHand check={check} />}
    </section>
  )
}

function Scopes({ check, tried: { kind, told } }: { check: Check; tried: Tried }) {
  const missing = new Set(check.missing.map(({ scope }) => scope))
  return (
    <table className={classes.scopes}>
      <thead>
        <tr>
          <th scope="col">Scope</th>
          <th scope="col">Granted</th>
          <th scope="col">What it reads</th>
        </tr>
      </thead>
      <tbody>
        {scopesOf(kind).map(({ scope, need, streams }) => (
          <tr key={scope}>
            <td className={classes.code}>{scope}</td>
            <td>
              {!missing.has(scope) && (told || (need === 'needed' && check.outcome === 'ok')) && (
                <Status level="good">Yes</Status>
              )}
              {!missing.has(scope) && !told && (need === 'optional' || check.outcome !== 'ok') && (
                <Unknown reason="Bitbucket does not tell the scopes of this token" />
              )}
              {missing.has(scope) && (
                <Status level={need === 'needed' ? 'bad' : 'attention'}>
                  {need === 'needed' ? 'No: needed' : 'No'}
                </Status>
              )}
            </td>
            <td>{inWords(streams)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function ByHand({ check }: { check: Check }) {
  if (check.commands.length === 0) return null
  return (
    <>
      <p>
        See Bitbucket’s own answers with your token in place of the capitals. 401: the token is wrong or has
        ended. 403: it lacks a scope. 404, or an empty list: it cannot see the workspace. An access token goes
        in as Bearer; after -u stand the e-mail address and the token as they are: curl encodes them.
      </p>
      {check.commands.map(({ what, command }) => (
        <div key={what}>
          <div className={classes.quiet}>{what}</div>
          <div className={classes.command}>
            <pre>{command}</pre>
            <CopyButton value={command} label={`Copy the command for ${what.toLowerCase()}`} />
          </div>
        </div>
      ))}
    </>
  )
}

/** The checks that a refusal of the server tells of; empty when it was about something else. */
export function checksOf(error: unknown): readonly Check[] {
  const problem: object = error ? toProblem(error) : {}
  // The routes that try credentials put the checks of the contract there, and no other does.
  return 'checks' in problem && Array.isArray(problem.checks) ? (problem.checks as Check[]) : []
}
