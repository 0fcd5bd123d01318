import type { Feature, Permission } from '../api.ts'
import type { PageDefinition } from '../pages/page.ts'

/** Whether a page shows at all: in the rail, in the palette and at its address. */
export function mayOpen(
  page: PageDefinition,
  can: (permission: Permission) => boolean,
  hasFeature: (feature: Feature) => boolean,
): boolean {
  if (page.feature !== undefined && !hasFeature(page.feature)) return false
  return page.access === 'public' || page.access === 'session' || can(page.access)
}
