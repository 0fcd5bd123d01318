import type { Icon } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { Feature, Permission } from '../api.ts'

/** What the list of pages, the rail and the palette know of a page before its code is fetched. */
export interface PageDefinition {
  readonly path: `/${string}`
  readonly title: string
  /** One sentence: what one does here. Shown in the palette. */
  readonly doc: string
  readonly icon: Icon
  /** Where the rail shows it; null for a page reached by links alone. */
  readonly rail: 'top' | 'settings' | null
  /** `public`: without signing in. `session`: everybody signed in. Else the permission it takes. */
  readonly access: 'public' | 'session' | Permission
  readonly feature?: Feature
  /** The parts of the view that the URL holds. */
  readonly view: Readonly<Record<string, (raw: string) => string | undefined>>
}

export interface LoadedPage extends PageDefinition {
  readonly load: () => Promise<{ readonly Page: ComponentType }>
}

export function definePage<const P extends PageDefinition>(page: P): P {
  return Object.freeze(page)
}

export function loaded(page: PageDefinition, load: LoadedPage['load']): LoadedPage {
  return Object.freeze({ ...page, load })
}
