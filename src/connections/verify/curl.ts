import type { CredentialKind } from '../entered/tokens.ts'

export interface CurlCommand {
  readonly what: string
  readonly command: string
}

/** Where a command leads, and by which way. */
export interface Spot {
  readonly kind: CredentialKind
  readonly apiUrl: string
  readonly workspace: string
  readonly proxyUrl?: string | null
  /** Whether certificates of one's own are trusted. */
  readonly ownCertificates?: boolean
}

const bearer = `-H 'Authorization: Bearer TOKEN'`
const basic = `-u 'EMAIL:TOKEN'`

/**
 * What a person can run by hand to see Bitbucket's own answers, with placeholders where secrets go: as the kind of
 * credential proves itself, then as the other kinds do, for one that was entered as the wrong kind.
 */
export function curlCommands({ kind, apiUrl, workspace, proxyUrl, ownCertificates }: Spot): CurlCommand[] {
  const way = [
    ...(proxyUrl ? [`-x '${proxyUrl}'`] : []),
    ...(ownCertificates ? [`--cacert certificates.pem`] : []),
  ]
  const styles = [
    { style: 'as a Bearer token', proof: bearer },
    { style: 'with the e-mail address', proof: basic },
  ]
  const isBasic = kind === 'api_token' || kind === 'app_password'
  return (isBasic ? styles.reverse() : styles).flatMap(({ style, proof }) => {
    const base = ['curl -i', ...way, proof, `-H 'Accept: application/json'`].join(' ')
    return [
      { what: `Repositories, ${style}`, command: `${base} '${apiUrl}/repositories/${workspace}?pagelen=1'` },
      { what: `Members, ${style}`, command: `${base} '${apiUrl}/workspaces/${workspace}/members?pagelen=1'` },
    ]
  })
}

/** What the answers to the commands say. */
export const answerMeanings = [
  { answer: '401', meaning: 'The token is wrong, has ended, or is of another kind: try it the other way.' },
  { answer: '403', meaning: 'The token lacks a scope, which the answer names.' },
  { answer: '404', meaning: 'The workspace is not there, or the token may not see it.' },
  { answer: 'an empty list', meaning: 'The token works, but sees no repository of the workspace.' },
] as const
