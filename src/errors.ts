import { gitErrors } from './errors/git.ts'
import { oauthErrors } from './errors/oauth.ts'
import { webhookErrors } from './errors/webhooks.ts'

interface CatalogueEntry {
  /** HTTP status when the error reaches the API. */
  readonly status: number
  /** Transient: retry with back-off. Terminal: stop, and tell the operator what to do. */
  readonly transient: boolean
  /** What happened, in one sentence a person can act on. */
  readonly sentence: string
  /** What to do next. */
  readonly next: string
}

/** Every error the product can report. `docs/reference/errors.md` is generated from this list. */
export const catalogue = {
  invalid_input: {
    status: 400,
    transient: false,
    sentence: 'The request is not valid.',
    next: 'Correct the fields named in the answer and send it again.',
  },
  malformed_json: {
    status: 400,
    transient: false,
    sentence: 'The body is not valid JSON.',
    next: 'Send a JSON document with the header Content-Type: application/json.',
  },
  invalid_cursor: {
    status: 400,
    transient: false,
    sentence: 'The cursor is not one that this list gave out.',
    next: 'Start again without a cursor.',
  },
  not_signed_in: {
    status: 401,
    transient: false,
    sentence: 'You are not signed in.',
    next: 'Sign in, or send an API key in the header Authorization: Bearer.',
  },
  wrong_sign_in: {
    status: 401,
    transient: false,
    sentence: 'The e-mail address or the password is wrong.',
    next: 'Try again, or ask an administrator to set a new password.',
  },
  wrong_setup_code: {
    status: 403,
    transient: false,
    sentence: 'The first-run code is wrong.',
    next: 'Copy the code that the server printed when it started.',
  },
  already_set_up: {
    status: 409,
    transient: false,
    sentence: 'This installation already has an administrator.',
    next: 'Sign in, or ask the administrator for an account.',
  },
  csrf_failed: {
    status: 403,
    transient: false,
    sentence: 'The request did not carry the token of your session.',
    next: 'Reload the page and try again.',
  },
  forbidden: {
    status: 403,
    transient: false,
    sentence: 'Your role does not allow this.',
    next: 'Ask an administrator for the permission named in the answer.',
  },
  not_found: {
    status: 404,
    transient: false,
    sentence: 'There is nothing here by that name.',
    next: 'Check the address; it may have been removed.',
  },
  feature_off: {
    status: 404,
    transient: false,
    sentence: 'This area is switched off for the installation.',
    next: 'An administrator can switch it on under Settings, Features.',
  },
  method_not_allowed: {
    status: 405,
    transient: false,
    sentence: 'This address does not take that method.',
    next: 'See /api/docs for the methods it takes.',
  },
  conflict: {
    status: 409,
    transient: false,
    sentence: 'This clashes with something that exists.',
    next: 'Choose another value for the field named in the answer.',
  },
  account_taken: {
    status: 409,
    transient: false,
    sentence: 'The account belongs to somebody else.',
    next: 'Take the account away from them first, then add it here.',
  },
  changed_meanwhile: {
    status: 412,
    transient: false,
    sentence: 'Somebody changed this while you were editing.',
    next: 'Load it again and repeat your change.',
  },
  version_required: {
    status: 428,
    transient: false,
    sentence: 'This change must say which version it starts from.',
    next: 'Send the ETag you read in the header If-Match.',
  },
  too_large: {
    status: 413,
    transient: false,
    sentence: 'The request body is too large.',
    next: 'Send a smaller body.',
  },
  unsupported_media_type: {
    status: 415,
    transient: false,
    sentence: 'The body is of a kind this address does not take.',
    next: 'Send JSON with the header Content-Type: application/json.',
  },
  malformed_request: {
    status: 400,
    transient: false,
    sentence: 'The request is not valid HTTP.',
    next: 'Check the program that sent it, and any proxy in between.',
  },
  headers_too_large: {
    status: 431,
    transient: false,
    sentence: 'The address or the headers of the request are too large.',
    next: 'Send a shorter address and fewer or smaller headers and cookies.',
  },
  last_admin: {
    status: 409,
    transient: false,
    sentence: 'This is the last administrator.',
    next: 'Make somebody else an administrator first.',
  },
  too_many_attempts: {
    status: 429,
    transient: true,
    sentence: 'There were too many attempts.',
    next: 'Wait for the time in the Retry-After header and try again.',
  },
  key_lost: {
    status: 503,
    transient: false,
    sentence: 'The secrets in the database were sealed with a key that this process does not have.',
    next: 'Start Windlass with the key it had before; nothing has been overwritten.',
  },
  key_file_unsafe: {
    status: 500,
    transient: false,
    sentence: 'The key file can be read by other users of this machine.',
    next: 'Run chmod 600 on it; when somebody may have read it, start Windlass and run windlass key rotate.',
  },
  secret_unreadable: {
    status: 500,
    transient: false,
    sentence: 'A stored secret cannot be opened: it was altered, or moved to another record.',
    next: 'Enter the secret again.',
  },
  internal: {
    status: 500,
    transient: false,
    sentence: 'Something went wrong on our side.',
    next: 'Try again; if it happens again, send support the request id.',
  },
  not_ready: {
    status: 503,
    transient: true,
    sentence: 'The server is not ready yet.',
    next: 'Wait until the migrations are applied, or run `windlass migrate`.',
  },
  shutting_down: {
    status: 503,
    transient: true,
    sentence: 'The server is stopping.',
    next: 'Try again in a few seconds.',
  },
  database_unreachable: {
    status: 503,
    transient: true,
    sentence: 'The database cannot be reached.',
    next: 'Check that PostgreSQL runs and that DATABASE_URL is right.',
  },
  database_too_old: {
    status: 500,
    transient: false,
    sentence: 'The database is older than PostgreSQL 15.',
    next: 'Upgrade PostgreSQL, or unset DATABASE_URL to use the bundled one.',
  },
  migration_refused: {
    status: 500,
    transient: false,
    sentence: 'The database and the migrations of this version do not fit together.',
    next: 'Run the version that migrated this database last, or a newer one.',
  },
  migration_failed: {
    status: 500,
    transient: false,
    sentence: 'A migration of the database failed and was undone.',
    next: 'Remove the cause given in the detail and start again.',
  },
  lease_lost: {
    status: 409,
    transient: true,
    sentence: 'Another worker has taken over this slice.',
    next: 'Nothing needs to be done: the other worker reads it again.',
  },
  config_invalid: {
    status: 500,
    transient: false,
    sentence: 'The configuration is not valid.',
    next: 'Correct the settings listed; docs/reference/config.md explains each.',
  },
  demo_mixed: {
    status: 500,
    transient: false,
    sentence: 'A demo and a real installation do not mix.',
    next: 'Start the demo with the bundled PostgreSQL and a data directory of its own: `npm start -- --demo`.',
  },
  demo_lost: {
    status: 500,
    transient: false,
    sentence: 'The simulated Bitbucket of the demo has ended.',
    next: 'Start the demo again; what it collected is kept.',
  },
  port_taken: {
    status: 500,
    transient: false,
    sentence: 'The port is taken by another program.',
    next: 'Stop that program, or choose another port with --port.',
  },
  data_locked: {
    status: 500,
    transient: false,
    sentence: 'The data directory is in use by another instance.',
    next: 'Stop the other instance, or choose another directory with WINDLASS_DATA.',
  },
  data_damaged: {
    status: 500,
    transient: false,
    sentence: 'The data directory is incomplete.',
    next: 'Move it aside and start again, or restore a backup.',
  },
  data_other_version: {
    status: 500,
    transient: false,
    sentence: 'The data directory was written by another major version of PostgreSQL.',
    next: 'Run `windlass backup` with the Windlass that wrote it, then `windlass restore` into an empty directory.',
  },
  data_unwritable: {
    status: 500,
    transient: false,
    sentence: 'The data directory cannot be written.',
    next: 'Give it to the user that runs Windlass, or choose another with WINDLASS_DATA.',
  },
  postgres_failed: {
    status: 500,
    transient: false,
    sentence: 'The bundled PostgreSQL could not be started.',
    next: 'Read the reason given; set DATABASE_URL to use a PostgreSQL of your own.',
  },
  server_not_running: {
    status: 503,
    transient: true,
    sentence: 'No Windlass runs on this data directory.',
    next: 'Start it with `windlass start`, or name another with WINDLASS_URL and WINDLASS_API_KEY.',
  },
  job_invalid: {
    status: 500,
    transient: false,
    sentence: 'The job carries something its task does not understand.',
    next: 'Remove the job; when it came with an upgrade, tell support.',
  },
  backup_invalid: {
    status: 500,
    transient: false,
    sentence: 'The file is not a complete Windlass backup.',
    next: 'Use another backup; nothing has been changed.',
  },
  database_not_empty: {
    status: 409,
    transient: false,
    sentence: 'The database already holds an installation.',
    next: 'Restore into an empty data directory or database.',
  },
  database_in_use: {
    status: 409,
    transient: false,
    sentence: 'Other programs are connected to the database.',
    next: 'Stop every process of Windlass and close other clients, then try again.',
  },
  database_empty: {
    status: 409,
    transient: false,
    sentence: 'The database holds no installation.',
    next: 'Check DATABASE_URL or WINDLASS_DATA, or start Windlass once; without a server, `windlass migrate` makes an installation.',
  },
  database_outdated: {
    status: 409,
    transient: false,
    sentence: 'The database was not brought up to this version.',
    next: 'Start Windlass once, or run `windlass migrate`; back up before.',
  },
  backup_unwritable: {
    status: 500,
    transient: false,
    sentence: 'The backup could not be written.',
    next: 'Choose a directory that you may write to and that has room; no part of the file was left behind.',
  },
  source_throttled: {
    status: 503,
    transient: true,
    sentence: 'Every credential of the connection has used what Bitbucket allows it for now.',
    next: 'Nothing needs to be done: reading goes on at the time given. Another credential would raise the allowance.',
  },
  source_refused: {
    status: 502,
    transient: false,
    sentence: 'Bitbucket does not accept the credential.',
    next: 'Replace it: it was revoked, has expired, or is not of the kind it was entered as.',
  },
  source_forbidden: {
    status: 502,
    transient: false,
    sentence: 'The credential may not read this.',
    next: 'Give it the scope named in the detail, or access to the repository.',
  },
  source_missing: {
    status: 502,
    transient: false,
    sentence: 'Bitbucket has nothing at this address, or hides it from the credential.',
    next: 'Check that it exists and that the credential may see it.',
  },
  source_unreadable: {
    status: 502,
    transient: false,
    sentence: 'The answer is not one that Bitbucket gives.',
    next: 'Look at the beginning of the answer that was kept: a proxy or a sign-in page often stands in between.',
  },
  source_unreachable: {
    status: 503,
    transient: true,
    sentence: 'Bitbucket could not be reached.',
    next: 'Check the network, the proxy and the certificate authority; it is tried again by itself.',
  },
  source_private: {
    status: 400,
    transient: false,
    sentence: 'The host lies at a private address, which this installation does not allow.',
    next: 'Add the host to WINDLASS_ALLOW_PRIVATE_HOSTS when connections may reach it.',
  },
  ...oauthErrors,
  ...webhookErrors,
  ...gitErrors,
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof catalogue

interface FailureOptions {
  /** Adds to the catalogue's sentence what is particular to this case. */
  readonly detail?: string
  /** Facts for the caller, shown in the answer. Never a secret. */
  readonly data?: Record<string, unknown>
  readonly cause?: unknown
}

/** The one error class: a code of the catalogue with the particulars of this case. */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly data: Record<string, unknown> | undefined

  constructor(code: ErrorCode, options: FailureOptions = {}) {
    const { sentence } = catalogue[code]
    super(options.detail ? `${sentence} ${options.detail}` : sentence, { cause: options.cause })
    this.name = 'Failure'
    this.code = code
    this.data = options.data
  }

  get transient(): boolean {
    return catalogue[this.code].transient
  }

  get next(): string {
    return catalogue[this.code].next
  }
}
