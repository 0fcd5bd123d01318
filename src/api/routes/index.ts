import { apiKeys } from './api-keys.ts'
import { audit } from './audit.ts'
import { choices } from './choices.ts'
import { connections } from './connections.ts'
import { features } from './features.ts'
import { installation } from './installation.ts'
import { jobs } from './jobs.ts'
import { keyRing } from './key-ring.ts'
import { people } from './people.ts'
import { roles } from './roles.ts'
import type { Route } from './route.ts'
import { scopes } from './scopes.ts'
import { session } from './session.ts'
import { setup } from './setup.ts'

/** Every resource that is served. */
export const routes: readonly Route[] = [
  setup,
  session,
  people,
  roles,
  apiKeys,
  audit,
  choices,
  connections,
  jobs,
  features,
  installation,
  keyRing,
  scopes,
]
