import { RadioField } from '../../../ui/form/choice-fields.tsx'
import { field } from '../../sending.ts'
import { labels } from './draft.ts'
import type { OfForm } from './form.ts'

export const sources = [
  {
    value: 'git',
    label: 'Git history',
    doc: 'Mirrors of the repositories without the contents of files, but for READMEs, manifests and files that name owners. Commits, branches and tags then cost none of the requests of the API.',
  },
  {
    value: 'files',
    label: 'Single files',
    doc: 'READMEs, manifests and files that name owners, one by one from the allowance for raw files; no git. Commits, branches and tags cost requests of the API, and the lines that a change has stay unknown.',
  },
  {
    value: 'none',
    label: 'None: metadata only',
    doc: 'No file, no diff and no git request, ever. Some columns stay unknown, such as the lines that a commit changed.',
  },
] as const

export function SourceField({ form }: OfForm) {
  return <RadioField {...field(form, 'source_access')} label={labels.source_access} options={sources} />
}
