/** What a role may allow, by name. Nothing is allowed that is not named here and granted below. */
export const permissions = {
  'installation:view': 'See the version, the state and the features of this installation.',
  'feature:edit': 'Switch areas of the product on and off.',
  'key:edit': 'See the state of the key ring and rotate it.',
  'people:view': 'See who has an account and which role.',
  'people:edit': 'Add people, change their roles, set passwords, end their sessions.',
  'api-key:edit': 'Create and revoke API keys of one’s own.',
  'audit:view': 'Read the audit log.',
  'jobs:view': 'See the background jobs.',
  'jobs:edit': 'Retry and remove background jobs.',
  'integration:view': 'See connections, runs, gaps and the ledger.',
  'integration:edit': 'Add, change, sync and remove connections.',
  'webhook:reveal': 'See the secrets of webhooks, to enter them at Bitbucket by hand.',
  'catalog:view': 'Read the catalogue.',
  'catalog:edit': 'Change blueprints, mappings and entities.',
  'scorecard:edit': 'Change scorecards.',
  'exemption:decide': 'Grant and refuse exemptions from scorecard rules.',
  'identity:edit': 'Say which accounts belong to which person.',
  'metrics:view': 'See metrics of teams and people.',
} as const

export type Permission = keyof typeof permissions

const viewer: readonly Permission[] = [
  'installation:view',
  'people:view',
  'jobs:view',
  'integration:view',
  'catalog:view',
  'metrics:view',
]

const editor: readonly Permission[] = [
  ...viewer,
  'api-key:edit',
  'jobs:edit',
  'integration:edit',
  'catalog:edit',
  'scorecard:edit',
  'identity:edit',
]

const admin = Object.keys(permissions) as readonly Permission[]

export const roles = { viewer, editor, admin } as const

export type Role = keyof typeof roles

export const roleNames = Object.keys(roles) as readonly Role[]
