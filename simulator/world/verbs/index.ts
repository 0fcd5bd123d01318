import type { Verbs } from '../verbs.ts'
import type { Ground } from '../world.ts'
import { commentVerbs } from './comments.ts'
import { deliveryVerbs } from './delivery.ts'
import { issueVerbs } from './issues.ts'
import { peopleVerbs } from './people.ts'
import { pullRequestVerbs } from './pull-requests.ts'
import { pushVerbs } from './push.ts'
import { repositoryVerbs } from './repositories.ts'

export function makeVerbs(ground: Ground): Verbs {
  return {
    ...repositoryVerbs(ground),
    ...pushVerbs(ground),
    ...pullRequestVerbs(ground),
    ...commentVerbs(ground),
    ...deliveryVerbs(ground),
    ...issueVerbs(ground),
    ...peopleVerbs(ground),
  }
}
