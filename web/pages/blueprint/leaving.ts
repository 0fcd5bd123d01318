import { useBlocker } from '@tanstack/react-router'
import { confirm } from '../../ui/feedback/confirm.tsx'

/** Whoever goes to another page with something unsaved is asked first. Tabs and drawers of this one are free. */
export function useLeaving(isDirty: boolean): void {
  useBlocker({
    enableBeforeUnload: false,
    disabled: !isDirty,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname) return false
      const isSure = await confirm({
        title: 'Discard your changes?',
        body: 'What you changed in this blueprint is not saved.',
        action: 'Discard',
        danger: true,
      })
      return !isSure
    },
  })
}
