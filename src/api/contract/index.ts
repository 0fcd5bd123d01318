import { apiKeys } from './api-keys.ts'
import { audit } from './audit.ts'
import { choices } from './choices.ts'
import { connections } from './connections.ts'
import { features, installation, keyRing } from './installation.ts'
import { jobs } from './jobs.ts'
import { people, roles } from './people.ts'
import { scopes } from './scopes.ts'
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
  choices,
  connections,
  jobs,
  features,
  installation,
  keyRing,
  scopes,
}

export type Contract = typeof contract
