import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Choices } from '../settings/draft.ts'
import { type Browser, slugOf } from './browser.ts'
import { Chosen, type Purpose } from './chosen.tsx'
import classes from './picker.module.css'
import { ProjectColumn, WorkspaceColumn } from './place-columns.tsx'
import { useLooks } from './queries.ts'
import { RepositoryColumn } from './repository-column.tsx'

export interface Place {
  readonly workspace: string
  readonly onWorkspace: (slug: string) => void
  /** Workspaces to look into; null asks Bitbucket which there are. */
  readonly workspaces: readonly string[] | null
}

export interface RepositoryPickerProps {
  /** Chooses repositories, or makes exceptions to the rules. */
  readonly purpose: Purpose
  /** Null until there is enough to look with. */
  readonly browser: Browser | null
  readonly place: Place
  readonly choices: Choices
  readonly onChange: (choices: Choices) => void
  readonly error?: React.ReactNode
}

/** Workspace, project, repository: repositories chosen one by one, read live from Bitbucket. */
export function RepositoryPicker(props: RepositoryPickerProps) {
  const { purpose, browser, place, choices, onChange, error } = props
  const [looked, setLooked] = useState(browser?.atOnce ? browser : null)
  const [turn, setTurn] = useState(0)
  const look = () => {
    setLooked(browser)
    setTurn((before) => before + 1)
  }
  const stale = looked !== null && looked.key !== browser?.key
  return (
    <div className={classes.picker}>
      {(looked === null || stale) && (
        <div className={classes.look}>
          <Button name="choices" variant="default" disabled={browser === null} onClick={look}>
            {stale ? 'Look again' : 'Look in Bitbucket'}
          </Button>
          <span className={classes.quiet}>{hint(browser, stale)}</span>
        </div>
      )}
      {looked && !stale && (
        <Columns
          key={turn}
          purpose={purpose}
          browser={looked}
          place={place}
          choices={choices}
          onChange={onChange}
        />
      )}
      <Chosen purpose={purpose} choices={choices} onChange={onChange} />
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
    </div>
  )
}

function hint(browser: Browser | null, stale: boolean): string {
  if (browser === null) return 'Enter the workspace and the token first.'
  return stale ? 'What you entered above has changed.' : 'Lists the repositories that the token sees.'
}

interface ColumnsProps extends Omit<RepositoryPickerProps, 'error'> {
  readonly browser: Browser
}

function Columns({ purpose, browser, place, choices, onChange }: ColumnsProps) {
  const [project, setProject] = useState<string | null>(null)
  const looks = useLooks(browser)
  const workspace = slugOf(place.workspace)
  const go = (slug: string) => {
    setProject(null)
    place.onWorkspace(slug)
  }
  return (
    <div className={classes.columns}>
      <WorkspaceColumn looks={looks} place={{ ...place, workspace, onWorkspace: go }} />
      <ProjectColumn looks={looks} workspace={workspace} project={project} onProject={setProject} />
      <RepositoryColumn
        key={`${workspace} ${project}`}
        purpose={purpose}
        looks={looks}
        workspace={workspace}
        project={project}
        choices={choices}
        onChange={onChange}
      />
    </div>
  )
}
