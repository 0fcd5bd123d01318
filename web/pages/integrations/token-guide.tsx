import { Anchor } from '@mantine/core'
import { inWords } from '../words.ts'
import classes from './integrations.module.css'
import { scopesOf, type TokenKind } from './scopes.ts'

const apiTokensPage = 'https://id.atlassian.com/manage-profile/security/api-tokens'

/** Where in Bitbucket the token is made, click by click, and what to allow it. */
export function TokenGuide({ kind }: { kind: TokenKind }) {
  return (
    <div className={classes.part}>
      <ol className={classes.steps}>{kind === 'access_token' ? <AccessToken /> : <ApiToken />}</ol>
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

function AccessToken() {
  return (
    <>
      <li>
        In Bitbucket open the settings of the workspace: the cog at the top right, then{' '}
        <strong>Workspace settings</strong>. For one project or repository, open its own settings.
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
        Open{' '}
        <Anchor href={apiTokensPage} target="_blank" rel="noreferrer" underline="always">
          the API tokens of your Atlassian account
        </Anchor>{' '}
        and choose <strong>Create API token with scopes</strong>.
      </li>
      <li>Name it, and choose when it expires: in a year at most.</li>
      <li>
        Choose <strong>Bitbucket</strong> as the app, and tick the scopes below. None brings another along.
      </li>
      <li>Create it and copy the token: it is shown this once.</li>
    </>
  )
}
