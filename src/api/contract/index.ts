import { apiKeys } from './api-keys.ts'
import { attention } from './attention.ts'
import { audit } from './audit.ts'
import { connections } from './connections.ts'
import { features, installation, keyRing } from './installation.ts'
import { jobs } from './jobs.ts'
import { oauthApps, oauthGrants } from './oauth-apps.ts'
import { people, roles } from './people.ts'
import { session } from './session.ts'
import { setup } from './setup.ts'

/** Every resource of the API. */
export const contract = {
  setup,
  session,
  people,
  roles,
  apiKeys,
  audit,
  connections,
  attention,
  oauthApps,
  oauthGrants,
  jobs,
  features,
  installation,
  keyRing,
}

export type Contract = typeof contract
