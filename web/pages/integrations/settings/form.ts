import type { UseFormReturnType } from '@mantine/form'
import type { Draft } from './draft.ts'

type DraftForm = UseFormReturnType<Draft>

/** What every group of fields takes. */
export interface OfForm {
  readonly form: DraftForm
}
