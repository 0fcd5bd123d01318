import type { Definition } from '../blueprints/blueprint.ts'
import { bitbucketBlueprints } from './blueprints-bitbucket.ts'
import { exampleBlueprints } from './blueprints-examples.ts'
import { portBlueprints } from './blueprints-port.ts'
import { softwareBlueprints } from './blueprints-software.ts'

/** Blueprints that an installation begins with. */
export const ownBlueprints: readonly Definition[] = [...bitbucketBlueprints, ...softwareBlueprints]

/** Every blueprint that ships; those of examples and Port's are made when somebody wants them. */
export const shippedBlueprints: readonly Definition[] = [
  ...ownBlueprints,
  ...exampleBlueprints,
  ...portBlueprints,
]
