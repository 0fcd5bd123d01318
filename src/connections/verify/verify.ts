import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { Failure } from '../../errors.ts'
import type { CredentialKind } from '../entered/tokens.ts'
import { type CurlCommand, curlCommands, type Spot } from './curl.ts'
import { type MissingScope, missingScopes } from './scopes.ts'

/** Sends one request with the credential in question; throws a `Failure` with one of the `source_` codes. */
export type Ask = (
  path: string,
  query: Readonly<Record<string, string>>,
) => Promise<{
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}>

type Outcome =
  | 'ok'
  | 'invalid_credentials'
  | 'invalid_permissions'
  | 'no_resources'
  | 'unreachable'
  | 'tls'
  | 'clock'
  | 'throttled'
  | 'unreadable'

export interface SeenWorkspace {
  /** Without braces. */
  readonly uuid: string
  readonly slug: string
  readonly name: string
}

export interface Verdict {
  readonly outcome: Outcome
  /** What went wrong and what it means; null when nothing did. */
  readonly detail: string | null
  /** The workspace as Bitbucket names it; null unless it was seen. */
  readonly workspace: SeenWorkspace | null
  /** Repositories the credential sees there; null while unknown. */
  readonly repositories: number | null
  /** Scopes Bitbucket says the credential has; null when it does not say. */
  readonly scopes: readonly string[] | null
  readonly missing: readonly MissingScope[]
  /** How far the clock of this machine is ahead of Bitbucket's; null while that is unknown or too little to matter. */
  readonly clock_ahead_seconds: number | null
  /** What to run by hand to see the same; none when all is well. */
  readonly commands: readonly CurlCommand[]
}

const Listing = Type.Object({
  size: Type.Optional(Type.Integer()),
  values: Type.Array(
    Type.Object({
      uuid: Type.String(),
      workspace: Type.Object({ uuid: Type.String(), slug: Type.String(), name: Type.String() }),
    }),
  ),
})

/**
 * Finds out whether a credential can read a workspace. One request where Bitbucket tells the scopes: the first
 * repository of the listing names its workspace too. Else one more, which needs the scope that matters most.
 */
export async function verifyCredential(ask: Ask, question: Spot): Promise<Verdict> {
  try {
    return await look(ask, question)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { ...judge(error, question.kind), commands: curlCommands(question) }
  }
}

async function look(ask: Ask, question: Spot): Promise<Verdict> {
  const { kind, workspace } = question
  const path = `/repositories/${encodeURIComponent(workspace)}`
  const { headers, body } = await ask(path, { pagelen: '1' })
  if (!Value.Check(Listing, body)) {
    throw new Failure('source_unreadable', { detail: 'The list of repositories is not one.' })
  }
  const [first] = body.values
  const scopes = scopesOf(headers['x-oauth-scopes'])
  const missing = scopes ? missingScopes(kind, scopes) : first ? await probe(ask, kind, first) : []
  const seen = { scopes, missing, clock_ahead_seconds: clockAhead(headers.date) }
  const commands = curlCommands(question)
  if (!first) {
    const detail = `The credential works, but sees no repository in ${workspace}.`
    return { ...unknown, ...seen, outcome: 'no_resources', detail, commands }
  }
  const known = { ...unknown, ...seen, workspace: workspaceOf(first), repositories: body.size ?? null }
  const needed = missing.filter(({ need }) => need === 'needed')
  if (needed.length === 0) return { ...known, outcome: 'ok' }
  return { ...known, outcome: 'invalid_permissions', detail: lacking(needed), commands }
}

type Repository = Static<typeof Listing>['values'][number]

/** For who does not tell the scopes: pull requests are what cannot be done without. */
async function probe(ask: Ask, kind: CredentialKind, repository: Repository): Promise<MissingScope[]> {
  try {
    // By uuid: a repository keeps it when it is renamed meanwhile.
    await ask(`/repositories/%7B%7D/${encodeURIComponent(repository.uuid)}/pullrequests`, { pagelen: '1' })
    return []
  } catch (error) {
    // Without a scope it is this repository alone that is refused, which says nothing about the others.
    if (error instanceof Failure && error.code === 'source_forbidden') return missingOf(error, kind)
    throw error
  }
}

const unknown = {
  detail: null,
  workspace: null,
  repositories: null,
  scopes: null,
  missing: [],
  clock_ahead_seconds: null,
  commands: [],
} satisfies Omit<Verdict, 'outcome'>

function judge(error: Failure, kind: CredentialKind): Verdict {
  switch (error.code) {
    case 'source_refused':
      return { ...unknown, outcome: 'invalid_credentials', detail: `${error.message} ${error.next}` }
    case 'source_forbidden': {
      const missing = missingOf(error, kind)
      const detail = missing.length > 0 ? lacking(missing) : error.message
      return { ...unknown, outcome: 'invalid_permissions', missing, detail }
    }
    case 'source_missing':
      return {
        ...unknown,
        outcome: 'no_resources',
        detail: 'There is no workspace of that name, or the credential may not see it.',
      }
    case 'source_throttled':
      return { ...unknown, outcome: 'throttled', detail: error.message }
    case 'source_unreachable':
      return judgeLost(error)
    case 'source_unreadable':
      return { ...unknown, outcome: 'unreadable', detail: error.message }
    default:
      throw error
  }
}

function judgeLost({ message, data }: Failure): Verdict {
  if (data?.reason !== 'tls') return { ...unknown, outcome: 'unreachable', detail: message }
  // A certificate is made before it is used: it is our clock that is behind.
  if (message.includes('CERT_NOT_YET_VALID')) {
    const detail = `By the clock of this machine the certificate is not valid yet: set the clock. ${message}`
    return { ...unknown, outcome: 'clock', detail }
  }
  const ended = message.includes('CERT_HAS_EXPIRED')
  const reason = ended ? 'has ended, or the clock of this machine is wrong' : 'is not trusted'
  return { ...unknown, outcome: 'tls', detail: `The certificate ${reason}. ${message}` }
}

/** The scopes that a refusal names, with what they are for. */
function missingOf(refusal: Failure, kind: CredentialKind): MissingScope[] {
  const required: unknown[] = Array.isArray(refusal.data?.required) ? refusal.data.required : []
  return missingScopes(kind, []).filter(({ scope }) => required.includes(scope))
}

function lacking(missing: readonly MissingScope[]): string {
  const names = missing.map(({ scope }) => scope).join(', ')
  return `The credential lacks ${names}.`
}

function scopesOf(header: string | undefined): string[] | null {
  if (header === undefined) return null
  return header.split(/[\s,]+/).filter((scope) => scope !== '')
}

function workspaceOf({ workspace: { uuid, slug, name } }: Repository): SeenWorkspace {
  return { uuid: uuid.replace(/[{}]/g, ''), slug, name }
}

/** A clock this far off makes times of runs and expiries wrong; what the network takes is far less. */
const clockTolerance = 60

function clockAhead(header: string | undefined): number | null {
  const seconds = Math.round((Date.now() - Date.parse(header ?? '')) / 1000)
  return Math.abs(seconds) > clockTolerance ? seconds : null
}
