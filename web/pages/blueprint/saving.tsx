import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, useApi } from '../../api.ts'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { toast } from '../../ui/feedback/toast.tsx'
import { blueprintsKey } from '../blueprints/queries.ts'
import type { Draft } from './draft.ts'
import { ImpactList } from './impact.tsx'
import type { Blueprint, Checked } from './queries.ts'
import { breaks } from './words.ts'

interface Written {
  readonly blueprint: Blueprint
  readonly etag: string
  readonly draft: Draft
}

/** Checking a draft, and saving it: what would break is shown before, and can be taken back after. */
export function useSaving({ blueprint, etag, draft }: Written) {
  const api = useApi()
  const queries = useQueryClient()
  const { identifier, definition: before } = blueprint
  const [last, setLast] = useState<{ readonly text: string; readonly checked: Checked } | null>(null)
  const ask = async () => {
    const { text } = draft
    const { data: checked } = await api.blueprints.check({ body: { text } })
    setLast({ text, checked })
    return checked
  }
  const put = (definition: object, version: string) =>
    api.blueprints.update({
      params: { identifier },
      body: { definition: { ...definition } },
      headers: { 'if-match': version },
    })
  const check = useMutation({ mutationFn: ask })
  const save = useMutation({
    mutationFn: async () => {
      const { findings, impact } = await ask()
      if (findings.some(({ level }) => level === 'error') || !draft.definition) return
      const isSure =
        !impact ||
        !breaks(impact) ||
        (await confirm({
          title: `Save ${blueprint.title} all the same?`,
          body: <ImpactList impact={impact} />,
          action: 'Save all the same',
          danger: true,
        }))
      if (!isSure) return
      const { etag: newer } = await put(draft.definition, etag)
      await queries.invalidateQueries({ queryKey: blueprintsKey })
      toast(`${blueprint.title} is saved.`, {
        undo: async () => {
          await put(before, newer ?? '')
          await queries.invalidateQueries({ queryKey: blueprintsKey })
        },
      })
    },
  })
  return {
    check,
    save,
    checked: last?.text === draft.text ? last.checked : null,
    /** Somebody else changed it meanwhile. */
    isStale: save.error instanceof ApiError && save.error.problem.code === 'changed_meanwhile',
  }
}
