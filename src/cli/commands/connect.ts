import { text } from 'node:stream/consumers'
import { describeCredential } from '../../connections/connection-credentials.ts'
import {
  describeConnection,
  refuseTakenAlias,
  sourceAccess,
  subjectOfConnection,
} from '../../connections/connections.ts'
import { cloudApi, readApiAddress } from '../../connections/entered/api-address.ts'
import { type DraftCredential, enteredKinds, readTokens } from '../../connections/entered/tokens.ts'
import { readWorkspace } from '../../connections/entered/workspace.ts'
import { loadKeyRing } from '../../connections/key-ring.ts'
import { transaction } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { commandLine, record } from '../../people/audit.ts'
import { type Connected, checkDrafts, seenByAll, storeConnection } from '../../sync/connect.ts'
import { checksText } from '../checks.ts'
import { defineCommand } from '../command.ts'
import { waitForGrant } from '../wait-for-grant.ts'

const kinds = [...enteredKinds.map((kind) => kind.replace('_', '-')), 'oauth']

export const connect = defineCommand({
  name: 'connect',
  doc: 'Adds a connection to Bitbucket Cloud. Every credential is tried first; when one fails nothing is stored.',
  examples: [
    {
      line: 'windlass connect --kind access-token --alias acme --workspace acme --token-stdin < token.txt',
      doc: 'With an access token of a workspace, a project or a repository; several, one a line, share the load.',
    },
    {
      line: 'windlass connect --kind api-token --email ada@example.com --alias acme --workspace https://bitbucket.org/acme/ --token-stdin < token.txt',
      doc: 'With the API token of an Atlassian account.',
    },
    {
      line: 'windlass connect --kind oauth --alias acme --workspace acme',
      doc: 'With access that you grant in a browser through the Atlassian app of this installation.',
    },
  ],
  options: {
    kind: { doc: 'what the token is', value: 'kind', required: true, choices: kinds },
    alias: { doc: 'name of the connection', value: 'name', required: true },
    workspace: {
      doc: 'slug of the workspace, or the address of one of its pages',
      value: 'workspace',
      required: true,
    },
    token: {
      doc: 'the token, several by comma; it shows in the list of processes: rather use --token-stdin',
      value: 'token',
    },
    tokenStdin: { doc: 'read the tokens from standard input, by comma or line' },
    email: { doc: 'e-mail address of the account, for an API token', value: 'address' },
    apiUrl: { doc: `address of the API, in place of ${cloudApi}`, value: 'url' },
    sourceAccess: {
      doc: 'git (the default) mirrors repositories without their contents; none never reads source: metadata by the API only',
      value: 'access',
      choices: sourceAccess,
    },
    days: { doc: 'days back that are collected (183 unless told otherwise)', value: 'n' },
  },
  async run({ config, log, out, openDatabase }, input) {
    const alias = readAlias(input.alias)
    const workspace = readWorkspace(input.workspace)
    const typed = input.kind === 'oauth' ? null : await readTyped(input)
    const connection = {
      connector: 'bitbucket-cloud',
      alias,
      api_url: input.apiUrl === undefined ? cloudApi : readApiAddress(input.apiUrl),
      ...(input.sourceAccess === undefined ? {} : { source_access: input.sourceAccess }),
      ...(input.days === undefined ? {} : { range_days: readDays(input.days) }),
    }
    const { kysely: db } = await openDatabase()
    // Before anything is asked: a request is worth more than a look into a table.
    await refuseTakenAlias(db, null, alias)
    const keyRing = await loadKeyRing(config, db)
    const way = { api_url: connection.api_url, proxy_url: null, ca: null, rate_limit: null }
    const drafts = typed ?? [await waitForGrant({ config, out }, db, keyRing)]
    const checks = await checkDrafts({ db, config, log, keyRing }, way, drafts, workspace)
    const seen = seenByAll(checks)
    if (seen === null) {
      out.result({ connected: false, checks }, () => `Nothing was stored.\n\n${checksText(checks)}`)
      return 1
    }
    const made = await transaction(db, async (tx) => {
      const stored = await storeConnection(tx, keyRing, { connection, drafts, checks, workspace: seen })
      // Not `credentials`: the audit log blanks whatever is called that.
      const after = { ...describeConnection(stored.connection), ...reachOf(stored) }
      const subject = subjectOfConnection(stored.connection)
      await record(tx, { actor: commandLine, action: 'connection.create', subject, after, outcome: 'done' })
      return stored
    })
    const connected = { ...describeConnection(made.connection), ...reachOf(made) }
    out.result({ connected: true, ...connected, checks }, () =>
      [`Connected ${alias} to ${seen.slug}.`, checksText(checks)].join('\n\n'),
    )
    return undefined
  },
})

function reachOf({ workspace, credentials }: Connected) {
  return {
    workspaces: [{ slug: workspace.slug, name: workspace.name }],
    reads_with: credentials.map(describeCredential),
  }
}

interface Typed {
  readonly kind: string
  readonly token: string | undefined
  readonly tokenStdin: boolean
  readonly email: string | undefined
}

async function readTyped({ kind: given, token, tokenStdin, email }: Typed): Promise<DraftCredential[]> {
  const kind = given === 'api-token' ? 'api_token' : 'access_token'
  const tokens = tokenStdin ? await text(process.stdin) : (token ?? '')
  return readTokens({ kind, tokens, email })
}

function readAlias(given: string): string {
  const alias = given.trim()
  if (alias !== '' && alias.length <= 100 && !/\p{Cc}/u.test(alias)) return alias
  throw new Failure('invalid_input', { detail: '--alias: must be a name of at most 100 characters.' })
}

function readDays(given: string): number {
  const days = Number(given)
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days
  throw new Failure('invalid_input', { detail: '--days: must be a whole number from 1 to 36500.' })
}
