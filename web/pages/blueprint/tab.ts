import type { Draft } from './draft.ts'
import type { Words } from './schema.ts'

/** What every tab of a blueprint is given. */
export interface TabProps {
  readonly draft: Draft
  readonly mayEdit: boolean
  readonly words: Words
}
