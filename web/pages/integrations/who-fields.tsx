import { Fields, PasswordField, TextField } from '../../ui/form/fields.tsx'
import { field } from '../sending.ts'
import type { Kind, TokenKind } from './scopes.ts'
import { labels } from './settings/draft.ts'
import type { OfForm } from './settings/form.ts'

interface WhoFieldsProps extends OfForm {
  readonly kind: Kind
  /** Bitbucket refused what was entered; below stands why. */
  readonly refused: boolean
}

const tokenHelp: Readonly<Record<TokenKind, string>> = {
  access_token:
    'Several by comma or line: each has an allowance of its own, so two read twice as fast. Stored sealed; only the last four characters are shown again.',
  api_token:
    'Several by comma or line, though those of one account share one allowance. An account made for this leaves yours alone. Stored sealed; only the last four characters are shown again.',
}

export function WhoFields({ form, kind, refused }: WhoFieldsProps) {
  const tokens = field(form, 'tokens')
  return (
    <Fields>
      <TextField
        {...field(form, 'alias')}
        label={labels.alias}
        help="What you call it here: “Acme”."
        required
      />
      <TextField
        {...field(form, 'workspace')}
        label={labels.workspace}
        help="Its slug, which Bitbucket shows as the first part of every address: bitbucket.org/acme/… Or paste the address of one of its pages. More can be added later."
        required
      />
      {kind === 'api_token' && (
        <TextField
          {...field(form, 'email')}
          label={labels.email}
          type="email"
          autoComplete="off"
          help="Of the Atlassian account that made the token."
          required
        />
      )}
      {kind !== 'oauth' && (
        <PasswordField
          {...tokens}
          error={tokens.error && refused ? 'Nothing was stored: see below why.' : tokens.error}
          label={labels.tokens}
          help={tokenHelp[kind]}
          autoComplete="off"
          several
          required
        />
      )}
    </Fields>
  )
}
