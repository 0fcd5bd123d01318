/** Pipelines, deployments and build statuses. */
import type { Hash, Uuid } from './model.ts'
import type { Instant } from './time.ts'

type PipelineState =
  | { name: 'PENDING' }
  | { name: 'IN_PROGRESS'; stage: 'RUNNING' | 'PAUSED' | 'HALTED' }
  | { name: 'COMPLETED'; result: 'SUCCESSFUL' | 'FAILED' | 'STOPPED' | 'ERROR' | 'EXPIRED' }

export type PipelineTarget =
  | { kind: 'ref'; refType: 'branch' | 'tag'; refName: string; commit: Hash; selector: PipelineSelector }
  | { kind: 'commit'; commit: Hash; selector: PipelineSelector }
  | {
      kind: 'pullrequest'
      pullRequest: number
      source: string
      destination: string
      commit: Hash
      destinationCommit: Hash
      selector: PipelineSelector
    }

interface PipelineSelector {
  type: 'default' | 'branches' | 'tags' | 'pull-requests' | 'custom'
  pattern: string | null
}

export interface Pipeline {
  uuid: Uuid
  buildNumber: number
  creator: Uuid
  trigger: 'PUSH' | 'MANUAL' | 'SCHEDULE'
  target: PipelineTarget
  state: PipelineState
  createdOn: Instant
  completedOn: Instant | null
  durationInSeconds: number
  buildSecondsUsed: number
  runNumber: number
}

export interface PipelineStep {
  uuid: Uuid
  pipeline: Uuid
  name: string
  runNumber: number
  image: string
  scriptCommands: string[]
  trigger: 'automatic' | 'manual'
  state:
    | { name: 'PENDING' }
    | { name: 'IN_PROGRESS' }
    | { name: 'COMPLETED'; result: 'SUCCESSFUL' | 'FAILED' | 'STOPPED' | 'ERROR' | 'NOT_RUN' }
  startedOn: Instant | null
  completedOn: Instant | null
  durationInSeconds: number
  maxTime: number
  /** The environment this step deploys to. */
  environment: Uuid | null
  /** Registry credentials that real payloads have carried: the canary that no collector may keep. */
  registryPassword: string | null
}

export interface Environment {
  uuid: Uuid
  name: string
  slug: string
  type: 'Test' | 'Staging' | 'Production'
  rank: number
  hidden: boolean
  lockEnabled: boolean
  locked: boolean
  adminOnly: boolean
}

export type DeploymentState =
  | { name: 'UNDEPLOYED' }
  | { name: 'IN_PROGRESS'; startedOn: Instant }
  | {
      name: 'COMPLETED'
      status: 'SUCCESSFUL' | 'FAILED' | 'STOPPED'
      startedOn: Instant
      completedOn: Instant
    }

export interface Deployment {
  uuid: Uuid
  environment: Uuid
  step: Uuid
  pipeline: Uuid
  /** `release.name`: `#` and the build number. */
  releaseName: string
  releaseUuid: Uuid
  commit: Hash
  deployer: Uuid
  state: DeploymentState
  /** Rolled back to: an earlier commit redeployed after a failure. */
  isRollback: boolean
  version: number
  createdOn: Instant
  lastUpdate: Instant
}

export interface CommitStatus {
  key: string
  commit: Hash
  kind: 'build'
  state: 'SUCCESSFUL' | 'FAILED' | 'INPROGRESS' | 'STOPPED'
  name: string
  description: string
  url: string
  refname: string | null
  createdOn: Instant
  updatedOn: Instant
}
