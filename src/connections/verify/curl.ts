import type { CredentialKind } from '../entered/tokens.ts'

export interface CurlCommand {
  readonly what: string
  readonly command: string
}

/**
 * What a person can run by hand to see Bitbucket's own answers, with placeholders where secrets go. 401: the token is
 * wrong or has ended. 403: it lacks a scope. 404, or an empty list: it cannot see the workspace.
 */
export function curlCommands(kind: CredentialKind, apiUrl: string, workspace: string): CurlCommand[] {
  const proof = kind === 'api_token' ? `-u 'EMAIL:TOKEN'` : `-H 'Authorization: Bearer TOKEN'`
  const base = `curl -i ${proof} -H 'Accept: application/json'`
  return [
    { what: 'Repositories', command: `${base} '${apiUrl}/repositories/${workspace}?pagelen=1'` },
    { what: 'Members', command: `${base} '${apiUrl}/workspaces/${workspace}/members?pagelen=1'` },
  ]
}
