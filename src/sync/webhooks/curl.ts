import type { CurlCommand } from '../../connections/verify/curl.ts'

/** What the webhook is called in Bitbucket's list. */
export const description = 'Windlass'

export interface ByHand {
  readonly apiUrl: string
  readonly workspace: string
  readonly url: string
  readonly events: readonly string[]
  /** Null where it is not to be shown. */
  readonly secret: string | null
  /** Of the webhook that is there already; null when it is to be made. */
  readonly uuid: string | null
}

/** How each kind of token is shown to Bitbucket: a workspace's access token, and the API token of an account. */
const styles = [
  { style: 'with an access token of the workspace', authorization: `'Authorization: Bearer TOKEN'` },
  {
    style: 'with the API token of an administrator',
    authorization: `"Authorization: Basic $(printf %s 'EMAIL:API_TOKEN' | base64 | tr -d '\\n')"`,
  },
]

/** Complete commands that make the webhook, or put right the one that is there, for whoever may. */
export function webhookCurl(wanted: ByHand): CurlCommand[] {
  const { apiUrl, workspace, url, events, uuid } = wanted
  const hooks = `${apiUrl}/workspaces/${encodeURIComponent(workspace)}/hooks`
  const address = uuid === null ? hooks : `${hooks}/${encodeURIComponent(`{${uuid}}`)}`
  const body = { description, url, active: true, secret: wanted.secret ?? 'SECRET', events }
  return styles.map(({ style, authorization }) => ({
    what: `${uuid === null ? 'Makes' : 'Changes'} the webhook ${style}`,
    command: [
      `curl -X ${uuid === null ? 'POST' : 'PUT'} '${address}'`,
      `-H ${authorization}`,
      `-H 'Accept: application/json'`,
      `-H 'Content-Type: application/json'`,
      `-d ${quoted(JSON.stringify(body, null, 2))}`,
    ].join(' \\\n  '),
  }))
}

/** A shell takes everything in single quotes as it is, but a single quote. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
