import type { Connector } from '../../sync/stream.ts'
import { branchRestrictions } from './branch-restrictions.ts'
import { commitStatuses } from './commit-statuses.ts'
import { commits } from './commits.ts'
import { deployments } from './deployments.ts'
import { environments } from './environments.ts'
import { events } from './events.ts'
import { formerMembers } from './former-members.ts'
import { issueComments } from './issue-comments.ts'
import { issues } from './issues.ts'
import { members } from './members.ts'
import { pipelineSteps } from './pipeline-steps.ts'
import { pipelines } from './pipelines.ts'
import { projects } from './projects.ts'
import { pullRequestActivity } from './pull-request-activity.ts'
import { pullRequestCommits } from './pull-request-commits.ts'
import { pullRequestDetails } from './pull-request-details.ts'
import { pullRequestHistory } from './pull-request-history.ts'
import { pullRequests } from './pull-requests.ts'
import { refs } from './refs.ts'
import { repositories } from './repositories.ts'
import { repositoryListing } from './repository-listing.ts'
import { workspaces } from './workspaces.ts'

export const bitbucketCloud: Connector = {
  name: 'bitbucket-cloud',
  streams: [
    repositories,
    projects,
    repositoryListing,
    members,
    formerMembers,
    workspaces,
    pullRequests,
    pullRequestActivity,
    pullRequestDetails,
    pullRequestHistory,
    refs,
    commits,
    pipelines,
    deployments,
    environments,
    branchRestrictions,
    issues,
    pullRequestCommits,
    pipelineSteps,
    issueComments,
    commitStatuses,
  ],
  events,
}
