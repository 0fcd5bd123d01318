import type { Failure } from '../errors.ts'
import { escaped } from './docs-page.ts'

/** The page a person sees when Bitbucket sent them back: it tells whoever waits for the grant, and closes itself. */
export function grantPage({ grantId, failure }: { grantId: string | null; failure: Failure | null }): string {
  const title = failure === null ? 'Access is granted' : 'Access was not granted'
  const text =
    failure === null
      ? '<p>Go on where you started; this window can be closed.</p>'
      : `<p role="alert">${escaped(failure.message)}</p>\n      <p>${escaped(failure.next)}</p>`
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Windlass</title>
    <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    <script src="/scheme.js"></script>
    <link rel="stylesheet" href="/docs.css" />
  </head>
  <body data-grant="${grantId ?? ''}" data-granted="${failure === null}">
    <main>
      <h1>${title}</h1>
      ${text}
    </main>
    <script src="/oauth-callback.js"></script>
  </body>
</html>
`
}
