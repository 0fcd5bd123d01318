import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import type { Which } from '../catalog/queries.ts'
import { Section } from '../section.tsx'
import { LanguageBar } from './language-bar.tsx'
import { NamedRepositories } from './named-repositories.tsx'
import { NoRepository, Part } from './part.tsx'
import { type Repository, repositoriesQuery } from './queries.ts'
import { Commits, Contributors, Releases, RepositoryHead } from './repository.tsx'

/** All repositories on top, then each by itself, and at last those that people name. */
export function RepositoryTab({ which }: { which: Which }) {
  const repositories = useQuery(repositoriesQuery(useApi(), which))
  return (
    <>
      <Part label="repositories" query={repositories}>
        {(all) => (all.length === 0 ? <NoRepository /> : <Repositories all={all} />)}
      </Part>
      <NamedRepositories which={which} />
    </>
  )
}

function Repositories({ all }: { all: readonly Repository[] }) {
  return (
    <>
      <Section title={all.length === 1 ? 'Repository' : `${all.length} repositories`}>
        {all.map((one) => (
          <RepositoryHead key={one.full_name} repository={one} />
        ))}
      </Section>
      {all.map((one) => (
        <Parts key={one.full_name} repository={one} prefix={all.length === 1 ? '' : `${one.full_name}: `} />
      ))}
    </>
  )
}

function Parts({ repository, prefix }: { repository: Repository; prefix: string }) {
  return (
    <>
      <Section title={`${prefix}Language`}>
        <LanguageBar repository={repository} />
      </Section>
      <Section title={`${prefix}Top contributors`}>
        <Contributors repository={repository} />
      </Section>
      <Section title={`${prefix}Newest commits`}>
        <Commits repository={repository} />
      </Section>
      <Section title={`${prefix}Newest releases`}>
        <Releases repository={repository} />
      </Section>
    </>
  )
}
