import { Anchor } from '@mantine/core'
import { inWords } from '../words.ts'
import classes from './integrations.module.css'
import { scopesOf, type TokenKind } from './scopes.ts'

const apiTokensPage = 'https://id.atlassian.com/manage-profile/security/api-tokens'
/** Atlassian's own words, for the day on which a menu has moved. */
const pages: Readonly<Record<TokenKind, string>> = {
  access_token: 'https://support.atlassian.com/bitbucket-cloud/docs/workspace-access-tokens/',
  api_token: 'https://support.atlassian.com/bitbucket-cloud/docs/using-api-tokens/',
}

/** Where in Bitbucket the token is made, click by click, and what to allow it. */
export function TokenGuide({ kind }: { kind: TokenKind }) {
  return (
    <div className={classes.part}>
      <ol className={classes.steps}>{kind === 'access_token' ? <AccessToken /> : <ApiToken />}</ol>
      <p className={classes.quiet}>
        Bitbucket moves its menus now and then: <Outside href={pages[kind]}>what Atlassian says</Outside>{' '}
        counts.
      </p>
      <table className={classes.scopes}>
        <thead>
          <tr>
            <th scope="col">Scope</th>
            <th scope="col">Need</th>
            <th scope="col">What it reads</th>
          </tr>
        </thead>
        <tbody>
          {scopesOf(kind).map(({ scope, need, streams }) => (
            <tr key={scope}>
              <td className={classes.code}>{scope}</td>
              <td>{need === 'needed' ? 'Needed' : 'Optional'}</td>
              <td>{inWords(streams)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Outside({ href, children }: { href: string; children: string }) {
  return (
    <Anchor href={href} target="_blank" rel="noreferrer" underline="always">
      {children}
    </Anchor>
  )
}

function AccessToken() {
  return (
    <>
      <li>
        In Bitbucket open the settings of the workspace: the cog at the top right, then{' '}
        <strong>Workspace settings</strong>. For one project or repository, open its own settings. Whoever
        does this has to be an administrator there.
      </li>
      <li>
        Under <strong>Security</strong> choose <strong>Access tokens</strong>, then{' '}
        <strong>Create access token</strong>.
      </li>
      <li>Name it, and tick the scopes below.</li>
      <li>Create it and copy the token: Bitbucket shows it this once.</li>
    </>
  )
}

function ApiToken() {
  return (
    <>
      <li>
        Open <Outside href={apiTokensPage}>the API tokens of your Atlassian account</Outside> and choose{' '}
        <strong>Create API token with scopes</strong>.
      </li>
      <li>Name it, and choose when it expires: in a year at most.</li>
      <li>
        Choose <strong>Bitbucket</strong> as the app, and tick the scopes below. None brings another along.
      </li>
      <li>Create it and copy the token: it is shown this once.</li>
    </>
  )
}
