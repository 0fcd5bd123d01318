import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Answered, useApi } from '../../api.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { Banner } from '../../ui/feedback/banner.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { Status } from '../../ui/value/status.tsx'
import { Checks } from './checks.tsx'
import classes from './integrations.module.css'
import { connectionQuery, connectionsKey } from './queries.ts'
import { triedOf } from './verify.tsx'

type Verified = Answered<'connections', 'verifyAll'>['connections'][number]

/** Tries every connection; `button` starts it, `results` stay until it is started again or closed. */
export function useVerifyAll(count: number) {
  const api = useApi()
  const queries = useQueryClient()
  const verify = useMutation({
    mutationFn: async () => (await api.connections.verifyAll()).data.connections,
    onSuccess: () => queries.invalidateQueries({ queryKey: connectionsKey }),
  })
  return {
    button: (
      <Button
        variant="default"
        disabled={count === 0}
        loading={verify.isPending}
        onClick={() => verify.mutate()}
      >
        Verify all
      </Button>
    ),
    results: (
      <>
        {/* Always there, so that what appears in it is read out. */}
        <div role="status">
          {verify.isPending && <p className={classes.quiet}>{tryingSentence(count)}</p>}
          {verify.data && <Results verified={verify.data} onClose={verify.reset} />}
        </div>
        {verify.error && <ErrorState error={verify.error} onRetry={() => verify.mutate()} />}
      </>
    ),
  }
}

function tryingSentence(count: number): string {
  const what = count === 1 ? 'the connection' : `${formatCount(count)} connections`
  return `Trying every credential of ${what} on each of its workspaces…`
}

function Results({ verified, onClose }: { verified: readonly Verified[]; onClose: () => void }) {
  const failed = verified.filter((each) => stateOf(each) !== 'ok')
  return (
    <section className={classes.verified} aria-label="Verified">
      <Banner level={failed.length === 0 ? 'good' : 'bad'} title={verdictOn(verified.length, failed.length)}>
        {failed.length > 0 && 'What each was answered, and what to do, stands below.'}
      </Banner>
      <ul className={classes.plain} aria-label="Connections that were tried">
        {verified.map((each) => (
          <li key={each.id} className={classes.tried}>
            <Result verified={each} />
          </li>
        ))}
      </ul>
      <div>
        <Button variant="default" onClick={onClose}>
          Close the results
        </Button>
      </div>
    </section>
  )
}

function verdictOn(all: number, failed: number): string {
  if (failed === 0 && all <= 2) return all === 1 ? 'The connection works.' : 'Both connections work.'
  if (failed === 0) return `All ${formatCount(all)} connections work.`
  if (all === 1) return 'The connection does not work as it should.'
  return `${formatCount(failed)} of ${formatCount(all)} connections ${failed === 1 ? 'does' : 'do'} not work as ${failed === 1 ? 'it' : 'they'} should.`
}

/** Nothing was tried where there is no credential or no workspace: that is not a success. */
function stateOf({ ok, checks }: Verified): 'ok' | 'failed' | 'nothing' {
  if (checks.length === 0) return 'nothing'
  return ok ? 'ok' : 'failed'
}

const words = {
  ok: ['good', 'Works'],
  failed: ['bad', 'Fails'],
  nothing: ['attention', 'Nothing to try'],
} as const

function Result({ verified }: { verified: Verified }) {
  const { id, alias, checks } = verified
  const { setSearch } = useEnvironment()
  const connection = useQuery(connectionQuery(useApi(), id)).data?.data
  const state = stateOf(verified)
  const [level, word] = words[state]
  const open = (tab: 'credentials' | 'workspaces') => setSearch({ connection: id, tab }, { push: true })
  return (
    <div className={classes.part}>
      <div className={classes.head}>
        <strong>{alias}</strong>
        <Status level={level}>{word}</Status>
      </div>
      {state === 'nothing' && (
        <p className={classes.quiet}>It has no credential, or reads no workspace: add what is missing.</p>
      )}
      {state === 'failed' && (
        <Checks
          checks={checks.filter(({ outcome }) => outcome !== 'ok')}
          tried={(label) => (connection ? triedOf(connection, label) : null)}
        />
      )}
      {state !== 'ok' && (
        <div className={classes.tools}>
          <Button
            variant="default"
            aria-label={`Credentials of ${alias}`}
            onClick={() => open('credentials')}
          >
            Credentials
          </Button>
          <Button variant="default" aria-label={`Workspaces of ${alias}`} onClick={() => open('workspaces')}>
            Workspaces
          </Button>
        </div>
      )}
    </div>
  )
}
