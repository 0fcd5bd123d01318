import { people } from './people.ts'
import { roles } from './roles.ts'
import type { Route } from './route.ts'

/** Every resource that is served. */
export const routes: readonly Route[] = [people, roles]
