import { CopyButton } from '../../ui/feedback/copy-button.tsx'
import { inWords } from '../words.ts'
import classes from './integrations.module.css'
import { scopesOf } from './scopes.ts'

/** What Bitbucket's form calls each scope, in the order in which it lists them. */
const ticks: Readonly<Record<string, string>> = {
  account: 'Account: Read',
  project: 'Projects: Read',
  repository: 'Repositories: Read',
  'repository:admin': 'Repositories: Admin',
  pullrequest: 'Pull requests: Read',
  issue: 'Issues: Read',
  pipeline: 'Pipelines: Read',
}

/** Where in Bitbucket the consumer is made, click by click, and what to allow it. */
export function OAuthGuide({ callbackUrl }: { callbackUrl: string }) {
  return (
    <>
      <p>
        An OAuth consumer of your workspace, entered here once. After that whoever adds a connection presses
        Grant access, and nobody handles a token.
      </p>
      <ol className={classes.steps}>
        <li>
          In Bitbucket open <strong>Workspace settings</strong>, and under <strong>Apps and features</strong>{' '}
          choose <strong>OAuth consumers</strong>, then <strong>Add consumer</strong>.
        </li>
        <li>
          Name it Windlass, and paste this as its <strong>Callback URL</strong>:
          <div className={classes.command}>
            <pre>{callbackUrl}</pre>
            <CopyButton value={callbackUrl} label="Copy the callback URL" />
          </div>
        </li>
        <li>
          Tick <strong>This is a private consumer</strong>, and the permissions below.
        </li>
        <li>
          Save it, press its name in the list, and copy <strong>Key</strong> and <strong>Secret</strong>.
        </li>
      </ol>
      <table className={classes.scopes}>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            <th scope="col">Need</th>
            <th scope="col">What it reads</th>
          </tr>
        </thead>
        <tbody>
          {scopesOf('oauth').map(({ scope, need, streams }) => (
            <tr key={scope}>
              <td>{ticks[scope] ?? scope}</td>
              <td>{need === 'needed' ? 'Needed' : 'Optional'}</td>
              <td>{inWords(streams)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
