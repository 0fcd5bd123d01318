import type { Route } from '../cloud.ts'
import { commitRoutes } from './commits.ts'
import { hookRoutes } from './hooks.ts'
import { issueRoutes } from './issues.ts'
import { pipelineRoutes } from './pipelines.ts'
import { pullRequestRoutes } from './pullrequests.ts'
import { repositoryRoutes } from './repositories.ts'
import { searchRoutes } from './search.ts'
import { sourceRoutes } from './source.ts'
import { userRoutes } from './user.ts'
import { workspaceRoutes } from './workspaces.ts'

export const cloudRoutes: readonly Route[] = [
  ...userRoutes,
  ...workspaceRoutes,
  ...repositoryRoutes,
  ...commitRoutes,
  ...sourceRoutes,
  ...pullRequestRoutes,
  ...pipelineRoutes,
  ...issueRoutes,
  ...hookRoutes,
  ...searchRoutes,
]
