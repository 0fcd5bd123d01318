import type { UseFormReturnType } from '@mantine/form'
import { Banner } from '../../ui/feedback/banner.tsx'
import { CheckboxesField } from '../../ui/form/choice-fields.tsx'
import { Fold } from '../../ui/layout/fold.tsx'
import { field } from '../sending.ts'
import { inWords } from '../words.ts'
import { type Draft, labels } from './draft.ts'
import type { ReadWorkspace } from './queries.ts'
import { secondaryKindWords } from './words.ts'

interface SecondaryKindsProps {
  readonly form: UseFormReturnType<Draft>
  readonly workspace: ReadWorkspace | undefined
}

/** What else is wanted of each repository; chosen once. */
export function SecondaryKinds({ form, workspace }: SecondaryKindsProps) {
  const missing = workspace?.uncollected.filter((kind) => form.values.secondary_kinds.includes(kind)) ?? []
  return (
    <Fold
      title="Configure secondary kinds (optional)"
      doc="All are chosen unless you choose otherwise; this cannot be changed later."
      open={missing.length > 0}
    >
      <CheckboxesField
        {...field(form, 'secondary_kinds')}
        label={labels.secondary_kinds}
        help="Read from the newest back, of every repository. Nothing is dropped."
        options={secondaryKindWords}
      />
      {workspace && missing.length > 0 && (
        <Banner
          level="attention"
          title={`${workspace.connection.alias} does not collect ${inWords(missing)} yet.`}
        >
          With this it does from now on, for all who read through it.
        </Banner>
      )}
    </Fold>
  )
}
