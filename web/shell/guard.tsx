import type { AsyncRouteComponent } from '@tanstack/react-router'
import { ButtonLink } from '../pages/links.tsx'
import type { PageDefinition } from '../pages/page.ts'
import { useCan, useHasFeature } from '../session.ts'
import { EmptyState } from '../ui/feedback/empty-state.tsx'
import { PageHeader } from '../ui/layout/page-header.tsx'
import { mayOpen } from './access.ts'

/** The page itself, or the reason why not, in words: a role too low, an area that is off. */
export function guarded(page: PageDefinition, Page: AsyncRouteComponent<object>) {
  function Guarded() {
    const can = useCan()
    const hasFeature = useHasFeature()
    if (mayOpen(page, can, hasFeature)) return <Page />
    const off = page.feature !== undefined && !hasFeature(page.feature)
    return (
      <>
        <PageHeader title={page.title} />
        {off ? <SwitchedOff canSwitch={can('feature:edit')} /> : <NotAllowed permission={page.access} />}
      </>
    )
  }
  return Object.assign(Guarded, { preload: Page.preload })
}

function SwitchedOff({ canSwitch }: { canSwitch: boolean }) {
  return (
    <EmptyState action={canSwitch && <ButtonLink to="/settings/features">Open features</ButtonLink>}>
      This area is switched off for the installation. Its data stays.{' '}
      {!canSwitch && 'An administrator can switch it on.'}
    </EmptyState>
  )
}

function NotAllowed({ permission }: { permission: string }) {
  return (
    <EmptyState
      action={
        <ButtonLink variant="default" to="/">
          Go home
        </ButtonLink>
      }
    >
      Your role does not allow this page. It takes the permission <code>{permission}</code>; an administrator
      can give you a role that has it.
    </EmptyState>
  )
}
