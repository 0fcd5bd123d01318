import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useApi } from '../../../api.ts'
import { useAction } from '../../action.ts'
import { useDraft } from '../draft.ts'
import { insertResources } from '../insert.ts'
import type { MappedKind, Mapping } from '../queries.ts'

/** Puts what ships for a kind behind what is written of a mapping, and goes there; nothing is saved by it. */
export function useInsert({ kind, text }: MappedKind, mapping: Mapping | null, begin: string) {
  const api = useApi()
  const navigate = useNavigate()
  const [draft, setDraft] = useDraft(mapping?.id ?? 'new')
  const [isRefused, setRefused] = useState(false)
  const insert = useAction(async () => {
    const stored = mapping ? (await api.mappings.get({ params: { id: mapping.id } })).data : null
    const { text: before, version } = draft ?? stored ?? { text: begin, version: 0 }
    const after = insertResources(before, text)
    setRefused(after === null)
    if (after === null) return undefined
    setDraft({ text: after, version })
    await navigate({ to: '/mappings', search: { mapping: mapping?.id ?? 'new' } })
    return {
      message: `${kind} stands at the end of ${mapping?.name ?? 'a new mapping'}. It is not saved yet.`,
    }
  })
  return { insert, isRefused }
}
