import { CodeEditor } from '../../ui/editor/code-editor.tsx'
import classes from './mappings.module.css'
import type { TriedRecord } from './queries.ts'
import { Result } from './result.tsx'
import { placeOf } from './words.ts'

/** A record as expressions see it, and beside it what becomes of it; headed one step below what stands above. */
export function RecordPanes({ record, order }: { record: TriedRecord; order: 2 | 3 }) {
  const Heading = `h${order}` as const
  return (
    <div className={classes.panes}>
      <section aria-label="Record">
        <Heading className={classes.heading}>Record of {placeOf(record)}</Heading>
        <CodeEditor
          label="Record"
          language="json"
          value={JSON.stringify(record.input, null, 2)}
          height={420}
          readOnly
        />
      </section>
      <section aria-label="Result">
        <Heading className={classes.heading}>What becomes of it</Heading>
        <Result record={record} />
      </section>
    </div>
  )
}
