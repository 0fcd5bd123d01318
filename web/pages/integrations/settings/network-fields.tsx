import { Fields, TextField } from '../../../ui/form/fields.tsx'
import { Fold } from '../../../ui/layout/fold.tsx'
import { field } from '../../sending.ts'
import { labels } from './draft.ts'
import type { OfForm } from './form.ts'

const names = ['proxy_url', 'ca', 'api_url'] as const

/** The way to Bitbucket, where it is not the plain one. */
export function NetworkFields({ form }: OfForm) {
  const set = names.filter((name) => form.values[name] !== '').map((name) => labels[name])
  return (
    <Fold
      title="Network"
      doc={set.length > 0 ? `${set.join(', ')} set.` : 'Proxy, certificates, a gateway before Bitbucket.'}
      open={names.some((name) => form.errors[name] !== undefined)}
    >
      <Fields>
        <TextField
          {...field(form, 'proxy_url')}
          label={labels.proxy_url}
          help="http://proxy.example.com:3128, without name and password. Empty: that of the installation, if it has one."
          type="url"
          monospace
        />
        <TextField
          {...field(form, 'ca')}
          label={labels.ca}
          help="Authorities trusted beside those of the system, as PEM: for a proxy that opens TLS."
          rows={4}
          monospace
        />
        <TextField
          {...field(form, 'api_url')}
          label={labels.api_url}
          help="Only for a gateway before Bitbucket. Empty: https://api.bitbucket.org/2.0"
          type="url"
          monospace
        />
      </Fields>
    </Fold>
  )
}
