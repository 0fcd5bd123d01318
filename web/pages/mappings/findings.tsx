import { Status } from '../../ui/value/status.tsx'
import classes from './mappings.module.css'
import type { Finding } from './queries.ts'
import { placeOfFinding } from './words.ts'

/** What is wrong with the text, and what is known to be unwise, in its order. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <ul className={classes.findings} aria-label="Findings">
      {findings.map((finding) => (
        <li key={`${finding.line}:${finding.column}:${finding.message}`}>
          <Status level={finding.level === 'error' ? 'bad' : 'attention'}>{finding.message}</Status>
          <div className={classes.where}>{placeOfFinding(finding)}</div>
          {finding.mended !== null && (
            <div className={classes.where}>
              Better: <code>{finding.mended}</code>
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
