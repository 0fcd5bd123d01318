import { accounts } from './accounts.ts'
import { apiKeys } from './api-keys.ts'
import { attention } from './attention.ts'
import { audit } from './audit.ts'
import { blueprints } from './blueprints.ts'
import { capabilities } from './capabilities.ts'
import { choices } from './choices.ts'
import { connections } from './connections.ts'
import { deliveries } from './deliveries.ts'
import { discoveries } from './discoveries.ts'
import { entities } from './entities.ts'
import { entityParts } from './entity-parts.ts'
import { entityRepositories } from './entity-repositories.ts'
import { features } from './features.ts'
import { gaps } from './gaps.ts'
import { heldRemovals } from './held-removals.ts'
import { installation } from './installation.ts'
import { jobs } from './jobs.ts'
import { keyRing } from './key-ring.ts'
import { ledger } from './ledger.ts'
import { mappings } from './mappings.ts'
import { oauthApps, oauthGrants } from './oauth-apps.ts'
import { people } from './people.ts'
import { roles } from './roles.ts'
import type { Route } from './route.ts'
import { runs } from './runs.ts'
import { scopes } from './scopes.ts'
import { session } from './session.ts'
import { setup } from './setup.ts'
import { streams } from './streams.ts'
import { syncLogs } from './sync-logs.ts'
import { webhooks } from './webhooks.ts'

/** Every resource that is served. */
export const routes: readonly Route[] = [
  setup,
  session,
  people,
  accounts,
  roles,
  apiKeys,
  audit,
  choices,
  connections,
  capabilities,
  runs,
  gaps,
  heldRemovals,
  deliveries,
  ledger,
  webhooks,
  syncLogs,
  attention,
  oauthApps,
  oauthGrants,
  jobs,
  features,
  installation,
  keyRing,
  scopes,
  streams,
  mappings,
  discoveries,
  blueprints,
  entities,
  entityParts,
  entityRepositories,
]
