import { useQuery } from '@tanstack/react-query'
import { Column, Entry } from './column.tsx'
import classes from './picker.module.css'
import type { Looks } from './queries.ts'
import type { Place } from './repository-picker.tsx'

export function WorkspaceColumn({ looks, place }: { looks: Looks; place: Place }) {
  const { workspace, onWorkspace, workspaces } = place
  const found = useQuery({ ...looks.workspaces, enabled: workspaces === null })
  const seen = workspaces ?? found.data?.items.map(({ slug }) => slug) ?? []
  const readers = new Map(found.data?.items.map(({ slug, read_by }) => [slug, read_by]))
  const slugs = seen.includes(workspace) ? seen : [workspace, ...seen]
  return (
    <Column title="Workspace" loading={workspaces === null && found.isPending} error={found.error}>
      <ul className={classes.list}>
        {slugs.map((slug) => (
          <Entry key={slug} chosen={slug === workspace} onChoose={() => onWorkspace(slug)}>
            {slug}
            {readers.get(slug) && <span className={classes.quiet}> read by {readers.get(slug)}</span>}
          </Entry>
        ))}
      </ul>
      {found.data?.listed === false && (
        <p className={classes.quiet}>Bitbucket names no other to this token: type it above.</p>
      )}
    </Column>
  )
}

interface ProjectColumnProps {
  readonly looks: Looks
  readonly workspace: string
  /** Null for all. */
  readonly project: string | null
  readonly onProject: (key: string | null) => void
}

export function ProjectColumn({ looks, workspace, project, onProject }: ProjectColumnProps) {
  const found = useQuery(looks.projects(workspace))
  return (
    <Column title="Project" loading={found.isPending} error={found.error}>
      <ul className={classes.list}>
        <Entry chosen={project === null} onChoose={() => onProject(null)}>
          All projects
        </Entry>
        {found.data?.items.map(({ key, name }) => (
          <Entry key={key} chosen={key === project} onChoose={() => onProject(key)}>
            {name} <span className={classes.quiet}>{key}</span>
          </Entry>
        ))}
      </ul>
      {found.data?.listed === false && (
        <p className={classes.quiet}>This token is not told the projects; it lacks their scope.</p>
      )}
    </Column>
  )
}
