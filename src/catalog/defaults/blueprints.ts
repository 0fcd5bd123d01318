import type { Definition } from '../blueprints/blueprint.ts'
import { bitbucketBlueprints } from './blueprints-bitbucket.ts'
import { portBlueprints } from './blueprints-port.ts'
import { softwareBlueprints } from './blueprints-software.ts'

/** Blueprints that an installation begins with. */
export const ownBlueprints: readonly Definition[] = [...bitbucketBlueprints, ...softwareBlueprints]

/** Every blueprint that ships; Port's are made when somebody wants them. */
export const shippedBlueprints: readonly Definition[] = [...ownBlueprints, ...portBlueprints]
