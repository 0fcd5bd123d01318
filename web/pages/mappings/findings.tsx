import { Button } from '@mantine/core'
import { Status } from '../../ui/value/status.tsx'
import classes from './mappings.module.css'
import type { Edit, Finding } from './queries.ts'
import { placeOfFinding } from './words.ts'

interface FindingsProps {
  readonly findings: readonly Finding[]
  /** Puts what would be better in its place; missing once the text is another than the one that was looked at. */
  readonly onMend?: ((edit: Edit) => void) | undefined
}

/** What is wrong with the text, and what is known to be unwise, in its order. */
export function Findings({ findings, onMend }: FindingsProps) {
  if (findings.length === 0) return null
  return (
    <ul className={classes.findings} aria-label="Findings">
      {findings.map(({ edit, ...finding }) => (
        <li key={`${finding.line}:${finding.column}:${finding.message}`}>
          <Status level={finding.level === 'error' ? 'bad' : 'attention'}>{finding.message}</Status>
          <div className={classes.where}>{placeOfFinding(finding)}</div>
          {finding.mended !== null && (
            <div className={classes.where}>
              Better: <code>{finding.mended}</code>{' '}
              {edit && onMend && (
                <Button
                  size="compact-md"
                  variant="default"
                  aria-label={`Put in ${finding.mended}`}
                  onClick={() => onMend(edit)}
                >
                  Put in
                </Button>
              )}
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
