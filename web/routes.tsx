import { page as about } from './pages/about/page.ts'
import { page as account } from './pages/account/page.ts'
import { page as apiKeys } from './pages/api-keys/page.ts'
import { page as audit } from './pages/audit/page.ts'
import { page as blueprint } from './pages/blueprint/page.ts'
import { page as blueprints } from './pages/blueprints/page.ts'
import { page as catalog } from './pages/catalog/page.ts'
import { page as deliveries } from './pages/deliveries/page.ts'
import { page as oneDiscovery } from './pages/discovery/one/page.ts'
import { page as discovery } from './pages/discovery/page.ts'
import { page as setUpDiscovery } from './pages/discovery/set-up/page.ts'
import { page as entitiesOf } from './pages/entities-of/page.ts'
import { page as entity } from './pages/entity/page.ts'
import { page as features } from './pages/features/page.ts'
import { page as firstRun } from './pages/first-run/page.ts'
import { page as gaps } from './pages/gaps/page.ts'
import { page as home } from './pages/home/page.ts'
import { page as integrations } from './pages/integrations/page.ts'
import { page as jobs } from './pages/jobs/page.ts'
import { page as ledger } from './pages/ledger/page.ts'
import { page as mappingKinds } from './pages/mappings/kinds/page.ts'
import { page as mappings } from './pages/mappings/page.ts'
import { type LoadedPage, loaded } from './pages/page.ts'
import { page as people } from './pages/people/page.ts'
import { page as roles } from './pages/roles/page.ts'
import { page as run } from './pages/run/page.ts'
import { page as runs } from './pages/runs/page.ts'
import { page as secrets } from './pages/secrets/page.ts'
import { page as signIn } from './pages/sign-in/page.ts'
import { page as streams } from './pages/streams/page.ts'
import { page as syncLogs } from './pages/sync-logs/page.ts'

/** Every page, in the order of the rail: one line a page, its code fetched when it is opened. */
export const pages: readonly LoadedPage[] = [
  loaded(firstRun, () => import('./pages/first-run/index.tsx')),
  loaded(signIn, () => import('./pages/sign-in/index.tsx')),
  loaded(home, () => import('./pages/home/index.tsx')),
  loaded(catalog, () => import('./pages/catalog/index.tsx')),
  loaded(entitiesOf, () => import('./pages/entities-of/index.tsx')),
  loaded(entity, () => import('./pages/entity/index.tsx')),
  loaded(integrations, () => import('./pages/integrations/index.tsx')),
  loaded(discovery, () => import('./pages/discovery/index.tsx')),
  loaded(setUpDiscovery, () => import('./pages/discovery/set-up/index.tsx')),
  loaded(oneDiscovery, () => import('./pages/discovery/one/index.tsx')),
  loaded(streams, () => import('./pages/streams/index.tsx')),
  loaded(runs, () => import('./pages/runs/index.tsx')),
  loaded(run, () => import('./pages/run/index.tsx')),
  loaded(gaps, () => import('./pages/gaps/index.tsx')),
  loaded(deliveries, () => import('./pages/deliveries/index.tsx')),
  loaded(ledger, () => import('./pages/ledger/index.tsx')),
  loaded(syncLogs, () => import('./pages/sync-logs/index.tsx')),
  loaded(mappings, () => import('./pages/mappings/index.tsx')),
  loaded(mappingKinds, () => import('./pages/mappings/kinds/index.tsx')),
  loaded(blueprints, () => import('./pages/blueprints/index.tsx')),
  loaded(blueprint, () => import('./pages/blueprint/index.tsx')),
  loaded(account, () => import('./pages/account/index.tsx')),
  loaded(people, () => import('./pages/people/index.tsx')),
  loaded(roles, () => import('./pages/roles/index.tsx')),
  loaded(apiKeys, () => import('./pages/api-keys/index.tsx')),
  loaded(audit, () => import('./pages/audit/index.tsx')),
  loaded(jobs, () => import('./pages/jobs/index.tsx')),
  loaded(features, () => import('./pages/features/index.tsx')),
  loaded(secrets, () => import('./pages/secrets/index.tsx')),
  loaded(about, () => import('./pages/about/index.tsx')),
]
