import type { Client } from '../../api.ts'
import { changedOf, choiceList, settingsOf } from './settings/body.ts'
import type { Draft } from './settings/draft.ts'

interface Change {
  readonly id: string
  /** The version that the change starts from. */
  readonly etag: string
  readonly before: Draft
  readonly draft: Draft
}

/** Sends what is not as it was: settings first, for they are what may be refused. */
export async function saveChanges(api: Client, { id, etag, before, draft }: Change): Promise<void> {
  const params = { id }
  const body = changedOf(bodyOf(before), bodyOf(draft))
  if (body) await api.connections.update({ params, body, headers: { 'if-match': etag } })
  const choices = changedChoices(before, draft)
  if (choices) await api.choices.update({ params, body: choices })
}

function bodyOf(draft: Draft) {
  return { alias: draft.alias.trim(), ...settingsOf(draft) }
}

function changedChoices(before: Draft, draft: Draft) {
  const choices = choiceList(draft).filter(
    ({ uuid, is_wanted }) => before.choices[uuid]?.is_wanted !== is_wanted,
  )
  const forget = Object.keys(before.choices).filter((uuid) => !(uuid in draft.choices))
  return choices.length + forget.length > 0 ? { choices, forget } : null
}
