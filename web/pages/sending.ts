import type { UseFormReturnType } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { toProblem } from '../ui/feedback/problem.ts'
import { focusFirst } from '../ui/form/focus-field.ts'
import { fieldErrors } from '../ui/form/problems.ts'

export interface Sending {
  readonly onSubmit: (event?: React.FormEvent<HTMLFormElement>) => void
  readonly sending: boolean
  /** What the last try was refused with; null while it is tried again. */
  readonly error: Error | null
}

/** Sends a form, and puts what the server says about a field on that field. */
export function useSending<V extends object>(
  form: UseFormReturnType<V>,
  send: (values: V) => Promise<unknown>,
): Sending {
  const mutation = useMutation({
    mutationFn: send,
    onError: (error) => form.setErrors(fieldErrors(toProblem(error).problems)),
  })
  return {
    onSubmit: form.onSubmit(
      (values) => mutation.mutate(values),
      // Once the page shows what is wrong: a part that was folded away has no field to go to before.
      (errors) => setTimeout(() => focusFirst(Object.keys(errors))),
    ),
    sending: mutation.isPending,
    error: mutation.error,
  }
}

/** A field of the form, typed, with the name by which an error finds it. */
export function field<V extends object, K extends keyof V & string>(form: UseFormReturnType<V>, name: K) {
  const onChange = (value: V[K]) => {
    form.setValues((before) => ({ ...before, [name]: value }))
    form.clearFieldError(name)
  }
  return { name, value: form.values[name], onChange, error: form.errors[name] }
}
