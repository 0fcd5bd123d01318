import { Button } from '@mantine/core'
import { useState } from 'react'
import { useCan } from '../../session.ts'
import { type Level, Status } from '../../ui/value/status.tsx'
import { Time } from '../../ui/value/time.tsx'
import { Facts } from '../facts.tsx'
import { CredentialActs } from './credential-acts.tsx'
import { groups } from './credential-form.tsx'
import classes from './integrations.module.css'
import type { Connection, Credential } from './queries.ts'
import { TokenForm } from './token-form.tsx'
import { useVerify } from './verify.tsx'

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
  const [adding, setAdding] = useState(false)
  return (
    <div className={classes.part}>
      {connection.credentials.map((credential) => (
        <section key={credential.id} className={classes.check} aria-label={credential.label}>
          <strong>{credential.label}</strong>
          <CredentialFacts credential={credential} />
          {can('integration:edit') && <CredentialActs connection={connection} credential={credential} />}
        </section>
      ))}
      {adding && <TokenForm connection={connection} onDone={() => setAdding(false)} />}
      {can('integration:edit') && (
        <div className={classes.tools}>
          {verify.button}
          {!adding && (
            <Button variant="default" onClick={() => setAdding(true)}>
              Add a credential
            </Button>
          )}
        </div>
      )}
      {verify.results}
    </div>
  )
}

function CredentialFacts({ credential }: { credential: Credential }) {
  const { kind, email, last_four, health, health_detail, expires_at, expiring } = credential
  const { checked_at, last_used_at } = credential
  const kept = groups.filter(({ value }) => credential.reserved_for?.includes(value))
  const shared = credential.shares_allowance_with
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
        { name: 'Kept for', value: kept.map(({ label }) => label).join('; ') || 'Everything' },
        ...(shared.length > 0 ? [{ name: 'Allowance', value: `Shared with ${shared.join(', ')}` }] : []),
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
