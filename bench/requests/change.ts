import type { PullRequest } from '../../simulator/world/model.ts'
import type { ClosableWorld } from '../../simulator/world/world.ts'

/**
 * Something happens to each of so many pull requests, those that something happened to last: a comment, an approval,
 * another title. Returns how many were changed.
 */
export function changePullRequests(world: ClosableWorld, most: number): number {
  const found = world.workspaces
    .flatMap(({ uuid }) => world.repositories(uuid))
    .filter((one) => !one.isForbidden)
    .flatMap(({ uuid }) =>
      world
        .content(uuid)
        .pullRequestsByUpdate()
        .map((one) => ({ uuid, one })),
    )
    .sort((a, b) => b.one.updatedOn - a.one.updatedOn)
    .slice(0, most)
  for (const [index, { uuid, one }] of found.entries()) change(world, uuid, one, index)
  return found.length
}

function change({ mutate }: ClosableWorld, repository: string, one: PullRequest, index: number): void {
  const { id, author, state, title } = one
  const reviewer = one.participants.find(
    (participant) => participant.account !== author && participant.state !== 'approved',
  )
  if (state === 'OPEN' && index % 3 === 0)
    mutate.editPullRequest(repository, id, { title: `${title} (again)` }, author)
  else if (state === 'OPEN' && index % 3 === 1 && reviewer) mutate.approve(repository, id, reviewer.account)
  else mutate.comment(repository, id, { author, content: 'Looked at once more.' })
}
