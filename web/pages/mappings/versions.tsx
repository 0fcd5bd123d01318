import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api.ts'
import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import { confirm } from '../../ui/feedback/confirm.tsx'
import { ErrorState } from '../../ui/feedback/error-state.tsx'
import { Loading, TableSkeleton } from '../../ui/feedback/skeletons.tsx'
import { Time } from '../../ui/value/time.tsx'
import { useAction } from '../action.ts'
import classes from './mappings.module.css'
import { type Mapping, type MappingVersion, mappingsKey, versionsQuery } from './queries.ts'

/** Every text that the mapping had, and the way back to it. */
export function Versions({ mapping }: { mapping: Mapping }) {
  const versions = useQuery(versionsQuery(useApi(), mapping.id))
  const [open, setOpen] = useState<number | null>(null)
  if (versions.error) return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
  if (!versions.data)
    return (
      <Loading label="Loading versions">
        <TableSkeleton columns={3} />
      </Loading>
    )
  return (
    <ol className={classes.versions} aria-label="Versions">
      {versions.data.map((one) => (
        <Version
          key={one.version}
          mapping={mapping}
          version={one}
          isOpen={open === one.version}
          onOpen={() => setOpen(open === one.version ? null : one.version)}
        />
      ))}
    </ol>
  )
}

interface VersionProps {
  readonly mapping: Mapping
  readonly version: MappingVersion
  readonly isOpen: boolean
  readonly onOpen: () => void
}

function Version({ mapping, version: one, isOpen, onOpen }: VersionProps) {
  const restore = useRestore(mapping, one)
  const isUsed = one.version === mapping.version
  return (
    <li className={classes.version}>
      <div className={classes.versionLine}>
        <span>
          <strong>Version {one.version}</strong>
          {isUsed && ', in use'}
          {one.restores !== null && `, as version ${one.restores}`}
        </span>
        <span className={classes.quiet}>
          <Time at={one.made_at} />
          {one.made_by === null ? ', shipped' : `, ${one.made_by}`}
        </span>
        <span className={classes.acts}>
          <Button size="compact-md" variant="default" aria-expanded={isOpen} onClick={onOpen}>
            {isOpen ? 'Close' : 'Look'}
          </Button>
          {!isUsed && (
            <Button
              size="compact-md"
              variant="default"
              loading={restore.isPending}
              onClick={() => restore.mutate()}
            >
              Bring back
            </Button>
          )}
        </span>
      </div>
      {isOpen && (
        <CodeEditor label={`Version ${one.version}`} language="yaml" value={one.text} height={320} readOnly />
      )}
    </li>
  )
}

function useRestore(mapping: Mapping, { version, text }: MappingVersion) {
  const api = useApi()
  return useAction(async () => {
    const isSure = await confirm({
      title: `Bring version ${version} of ${mapping.name} back?`,
      body: `Its text becomes version ${mapping.version + 1}, and maps everything. The others stay.`,
      action: 'Bring back',
    })
    if (!isSure) return undefined
    const body = { text, version: mapping.version, restores: version }
    await api.mappings.save({ params: { id: mapping.id }, body })
    return { message: `Version ${version} is in use again, as version ${mapping.version + 1}.` }
  }, mappingsKey)
}
