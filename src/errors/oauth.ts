/** What goes wrong with access that is granted, and with kinds of credentials that have ended. */
export const oauthErrors = {
  oauth_app_missing: {
    status: 409,
    transient: false,
    sentence: 'No Atlassian app is entered yet.',
    next: 'Enter the key and the secret of an OAuth consumer under Integrations, then grant access again.',
  },
  oauth_app_refused: {
    status: 502,
    transient: false,
    sentence: 'Bitbucket does not know the Atlassian app.',
    next: 'Enter the key and the secret of the OAuth consumer anew under Integrations.',
  },
  oauth_refused: {
    status: 502,
    transient: false,
    sentence: 'Bitbucket does not give out tokens for this access any more.',
    next: 'Grant access again and replace the credential with it; nothing is read twice.',
  },
  oauth_grant_invalid: {
    status: 400,
    transient: false,
    sentence: 'This grant of access is unknown, was used, or ran out.',
    next: 'Close the window and press Grant access again.',
  },
  app_password_ended: {
    status: 400,
    transient: false,
    sentence: 'This is an app password; Bitbucket ended them on 28 July 2026.',
    next: 'Create an API token in your Atlassian account and enter it with the e-mail address of that account.',
  },
} as const
