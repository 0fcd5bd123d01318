import { text } from 'node:stream/consumers'
import { describeConnection } from '../../connections/connections.ts'
import { cloudApi } from '../../connections/entered/api-address.ts'
import { present } from '../../connections/entered/present.ts'
import { readSettings, sourceAccess } from '../../connections/entered/settings.ts'
import { type DraftCredential, enteredKinds, readTokens } from '../../connections/entered/tokens.ts'
import { readWorkspace } from '../../connections/entered/workspace.ts'
import { loadKeyRing } from '../../connections/key-ring.ts'
import { Failure } from '../../errors.ts'
import { countWanted } from '../../sync/browse/plan.ts'
import { draftSource, withClient } from '../../sync/connect.ts'
import { checksText } from '../checks.ts'
import { defineCommand } from '../command.ts'
import { connectBitbucket, reachOf } from '../connect.ts'
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
      doc: 'git (the default) mirrors repositories without their contents; files reads single files by the API; none never reads source',
      value: 'access',
      choices: sourceAccess,
    },
    rangeDays: { doc: 'days back that are collected (183 unless told otherwise)', value: 'n' },
    include: {
      doc: 'patterns of the repositories that are collected, by comma: name or project/name, with * and ? as in file names',
      value: 'globs',
    },
    exclude: { doc: 'patterns of the repositories that are left out, by comma', value: 'globs' },
  },
  async run({ config, log, out, openDatabase }, input) {
    const alias = readAlias(input.alias)
    const workspace = readWorkspace(input.workspace)
    const typed = input.kind === 'oauth' ? null : await readTyped(input)
    const settings = readSettings({
      ...present({
        api_url: input.apiUrl,
        source_access: input.sourceAccess,
        range_days: input.rangeDays === undefined ? undefined : readDays(input.rangeDays),
        include: input.include?.split(','),
        exclude: input.exclude?.split(','),
      }),
    })
    const connection = { connector: 'bitbucket-cloud', api_url: cloudApi, ...settings, alias }
    const { kysely: db } = await openDatabase()
    const keyRing = await loadKeyRing(config, db)
    const drafts = typed ?? [await waitForGrant({ config, out }, db, keyRing)]
    const desk = { db, config, log, keyRing }
    const { made, checks } = await connectBitbucket(desk, { connection, drafts, workspace })
    if (made === null) {
      out.result({ connected: false, checks }, () => `Nothing was stored.\n\n${checksText(checks)}`)
      return 1
    }
    const way = { proxy_url: null, ca: null, rate_limit: null, ...connection }
    const rules = { projects: null, include: null, exclude: null, auto_add_stopped_at: null, ...settings }
    const patterns = rules.include !== null || rules.exclude !== null
    const { slug } = made.workspace
    // Without patterns it is all of them, which needs no request.
    const repositories = patterns
      ? await withClient(desk, draftSource(way, drafts), (look) => countWanted(look, slug, rules))
      : null
    const connected = { ...describeConnection(made.connection), ...reachOf(made) }
    out.result({ connected: true, ...connected, repositories, checks }, () =>
      [`Connected ${alias} to ${slug}. ${wantedText(repositories)}`, checksText(checks)].join('\n\n'),
    )
    return undefined
  },
})

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

function wantedText(count: { readonly listed: number; readonly wanted: number } | null): string {
  if (count === null || count.wanted === count.listed) return 'All of its repositories are collected.'
  const { listed, wanted } = count
  if (wanted > 0) return `${wanted} of ${listed} repositories are collected.`
  return `None of its ${listed} repositories is collected: no name meets the patterns.`
}

function readAlias(given: string): string {
  const alias = given.trim()
  if (alias !== '' && alias.length <= 100 && !/\p{Cc}/u.test(alias)) return alias
  throw new Failure('invalid_input', { detail: '--alias: must be a name of at most 100 characters.' })
}

function readDays(given: string): number {
  const days = Number(given)
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days
  throw new Failure('invalid_input', { detail: '--range-days: must be a whole number from 1 to 36500.' })
}
