import { createCache } from './cloud/cache.ts'
import type { Cloud, CloudSettings } from './cloud/cloud.ts'
import { createFaults, type Faults } from './faults/faults.ts'
import { type CredentialStore, createCredentialStore } from './identity/credentials.ts'
import { createOAuth, type Grantor, type OAuth } from './identity/oauth.ts'
import { issueReadyCredentials } from './identity/ready.ts'
import { createLedger, type Ledger } from './ledger/ledger.ts'
import { createLimits, type Limits } from './limits/limits.ts'
import { createDispatcher, type Dispatcher } from './webhooks/dispatch.ts'
import { createHookStore } from './webhooks/hooks.ts'
import type { World } from './world/interface.ts'
import { isoMicros } from './world/time.ts'
import type { ClosableWorld } from './world/world.ts'

// Everything that is one running Bitbucket, without its sockets.
export type Simulation = {
  readonly world: ClosableWorld
  readonly cloud: Cloud
  readonly credentials: CredentialStore
  readonly oauth: OAuth
  readonly limits: Limits
  readonly ledger: Ledger
  readonly faults: Faults
  readonly webhooks: Dispatcher
  nowMs(): number
}

export type SimulationOptions = {
  readonly limits: boolean
  readonly windowMs: number
  readonly origin: string
}

function grantors(world: World, account: string | null): readonly Grantor[] {
  const owners = world.workspaces.flatMap((workspace) =>
    world.members(workspace.uuid).filter((member) => member.permission === 'owner'),
  )
  const uuids = new Set([...(account === null ? [] : [account]), ...owners.map((member) => member.account)])
  return [...uuids].flatMap((uuid) => {
    const known = world.account(uuid)
    return known ? [{ uuid, displayName: known.displayName }] : []
  })
}

export function createSimulation(world: ClosableWorld, options: SimulationOptions): Simulation {
  const nowMs = () => Date.now()
  const settings: CloudSettings = { issues: 'date', repositoryActivity: 'on', trailingSlash: 'required' }
  const cloud: Cloud = {
    world,
    origin: options.origin,
    cache: createCache(world),
    hooks: createHookStore(world.seed),
    settings,
    today: () => isoMicros(world.now()).slice(0, 10),
  }
  const credentials = createCredentialStore(world.seed)
  issueReadyCredentials(credentials, world, nowMs())
  const faults = createFaults(world.seed)
  return {
    world,
    cloud,
    credentials,
    oauth: createOAuth(credentials, (consumer) => grantors(world, consumer.account), nowMs),
    limits: createLimits(options.limits, options.windowMs),
    ledger: createLedger(nowMs),
    faults,
    webhooks: createDispatcher(cloud, faults, nowMs),
    nowMs,
  }
}
