import { useCan } from '../../session.ts'
import { type Level, Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import classes from './integrations.module.css'
import { GrantAgain } from './oauth-again.tsx'
import type { Connection } from './queries.ts'
import { ReplaceToken } from './replace-token.tsx'
import { useVerify } from './verify.tsx'

type Credential = Connection['credentials'][number]

const healths: Readonly<Record<string, readonly [Level, string]>> = {
  ok: ['good', 'Works'],
  unverified: ['unknown', 'Not tried yet'],
  rejected: ['bad', 'Refused'],
  expired: ['bad', 'Expired'],
  ended: ['bad', 'Ended'],
}

const kinds: Readonly<Record<string, string>> = {
  access_token: 'Access token',
  api_token: 'API token',
  oauth: 'Atlassian app',
  app_password: 'App password',
}

/** The credentials of a connection: how each is, and what Bitbucket says of it when asked. */
export function Credentials({ connection }: { connection: Connection }) {
  const can = useCan()
  const verify = useVerify(connection)
  return (
    <div className={classes.part}>
      {connection.credentials.map((credential) => (
        <section key={credential.id} className={classes.check} aria-label={credential.label}>
          <strong>{credential.label}</strong>
          <CredentialFacts credential={credential} />
          {can('integration:edit') && !['ok', 'unverified'].includes(credential.health) && (
            <WayOut connection={connection} credential={credential} />
          )}
        </section>
      ))}
      {can('integration:edit') && <div className={classes.tools}>{verify.button}</div>}
      {verify.results}
    </div>
  )
}

function WayOut({ connection, credential }: { connection: Connection; credential: Credential }) {
  const Way = credential.kind === 'oauth' ? GrantAgain : ReplaceToken
  return <Way connection={connection} credential={credential} />
}

function CredentialFacts({ credential }: { credential: Credential }) {
  const { kind, email, last_four, health, health_detail, expires_at, expiring } = credential
  const { checked_at, last_used_at } = credential
  const [level, word] = healths[health] ?? ['unknown', health]
  return (
    <Facts
      facts={[
        { name: 'Kind', value: kinds[kind] ?? kind },
        ...(email === null ? [] : [{ name: 'E-mail address', value: email }]),
        ...(last_four === null
          ? []
          : [{ name: 'Token', value: <code className={classes.code}>…{last_four}</code> }]),
        {
          name: 'Health',
          value: (
            <>
              <Status level={level}>{word}</Status> {health_detail}
            </>
          ),
        },
        { name: 'Tried', value: <Time at={checked_at} whenNull="Never" /> },
        { name: 'Last used', value: <Time at={last_used_at} whenNull="Never" /> },
        {
          name: 'Expires',
          value: (
            <>
              <Time at={expires_at} whenNull={kind === 'oauth' ? 'Never: it is renewed' : 'Not known'} />{' '}
              {expiring && (
                <Status level={expiring.reminded === 1 ? 'bad' : 'attention'}>
                  {daysLeft(expiring.days_left)}: replace it before
                </Status>
              )}
            </>
          ),
        },
      ]}
    />
  )
}

function daysLeft(days: number): string {
  if (days === 0) return 'Less than a day left'
  return days === 1 ? '1 day left' : `${days} days left`
}
