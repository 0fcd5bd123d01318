import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { toast, toastError } from '../ui/feedback/toast.tsx'

export interface Done {
  /** What was done, in a sentence. */
  readonly message: string
  readonly undo?: () => Promise<unknown>
}

/** Something done at a press: says that it is done, with the way back, or why not; and reads again what it changed. */
export function useAction<Input = void>(
  act: (input: Input) => Promise<Done | undefined>,
  ...changed: readonly QueryKey[]
) {
  const queries = useQueryClient()
  const refresh = () => Promise.all(changed.map((queryKey) => queries.invalidateQueries({ queryKey })))
  return useMutation({
    mutationFn: act,
    // It is under way until the page shows what came of it: nothing jumps back in between.
    onSuccess: (done) => {
      const fresh = refresh()
      if (!done) return fresh
      const { undo } = done
      toast(
        done.message,
        undo
          ? {
              undo: () =>
                undo()
                  .then(refresh)
                  .then(() => undefined),
            }
          : {},
      )
      return fresh
    },
    onError: toastError,
  })
}
