import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useApi } from '../api.ts'
import { isSignedOut } from '../session.ts'
import { toastError } from '../ui/feedback/toast.tsx'

/** Ends this session and leaves nothing of it on the page. */
export function useSignOut(): () => Promise<void> {
  const api = useApi()
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await api.session.end()
    } catch (error) {
      if (!isSignedOut(error)) return toastError(error)
    }
    await navigate({ to: '/sign-in' })
    queries.clear()
  }
}
