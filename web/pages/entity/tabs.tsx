import type { ReactNode } from 'react'
import type { Definition, Entity, Which } from '../catalog/queries.ts'
import { CiCd } from './ci-cd.tsx'
import { Events } from './events.tsx'
import { Overview } from './overview.tsx'
import { PullRequests } from './pull-requests.tsx'
import { Relationships } from './relationships.tsx'
import { RepositoryTab } from './repository-tab.tsx'
import { Sources } from './sources.tsx'
import { Yaml } from './yaml.tsx'

export interface Shown {
  readonly entity: Entity
  readonly definition: Definition
  readonly which: Which
}

interface KnownTab {
  readonly id: string
  readonly label: string
  readonly content: (shown: Shown) => ReactNode
}

/** In their usual order. */
const known: readonly KnownTab[] = [
  { id: 'overview', label: 'Overview', content: (shown) => <Overview {...shown} /> },
  { id: 'repository', label: 'Repository', content: ({ which }) => <RepositoryTab which={which} /> },
  { id: 'pull-requests', label: 'Pull requests', content: ({ which }) => <PullRequests which={which} /> },
  { id: 'ci-cd', label: 'CI/CD', content: ({ which }) => <CiCd which={which} /> },
  { id: 'relationships', label: 'Relationships', content: ({ which }) => <Relationships which={which} /> },
  { id: 'events', label: 'Events', content: ({ which }) => <Events which={which} /> },
  { id: 'sources', label: 'Sources', content: (shown) => <Sources {...shown} /> },
  { id: 'yaml', label: 'YAML', content: ({ which }) => <Yaml which={which} /> },
]

/** Those that its blueprint names, in that order. */
export function tabsOf(shown: Shown) {
  const wanted = shown.definition.layout?.tabs
  const tabs = wanted ? wanted.flatMap((id) => known.filter((tab) => tab.id === id)) : known
  return tabs.map(({ content, ...tab }) => ({ ...tab, content: content(shown) }))
}
