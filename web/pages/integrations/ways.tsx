import type { ComponentType } from 'react'
import { AppPassword } from './app-password.tsx'
import { ConnectForm } from './connect-form.tsx'

/** A way to reach Bitbucket: a tile, and what follows when it is chosen. `id` is in the address. */
interface Way {
  readonly id: string
  readonly title: string
  readonly tag?: string
  /** Who it is for. */
  readonly doc: string
  readonly Form: ComponentType
}

export const ways: readonly Way[] = [
  {
    id: 'access_token',
    title: 'Access token',
    tag: 'Recommended',
    doc: 'Of a workspace (Premium plan), a project or a repository. It belongs to nobody who may leave, and each has an allowance of its own: several read faster.',
    Form: () => <ConnectForm kind="access_token" />,
  },
  {
    id: 'api_token',
    title: 'API token',
    tag: 'Recommended without Premium',
    doc: 'Of one Atlassian account, with its e-mail address; on every plan, the free one too. It sees what the account sees, shares its allowance, and expires within a year. Other products call this basic auth.',
    Form: () => <ConnectForm kind="api_token" />,
  },
  {
    id: 'oauth',
    title: 'Atlassian app',
    doc: 'No token to copy: an OAuth consumer is entered once, then you grant access in a window of Bitbucket’s. It is renewed by itself, and has an allowance of its own.',
    Form: () => <ConnectForm kind="oauth" />,
  },
  {
    id: 'app_password',
    title: 'App password',
    tag: 'Ended',
    doc: 'Bitbucket ended app passwords on 28 July 2026. For those who still have one: what takes its place.',
    Form: AppPassword,
  },
]
