import { VisuallyHidden } from '@mantine/core'
import { IconArrowNarrowRight, IconMinus, IconPlus } from '@tabler/icons-react'
import classes from './audit.module.css'
import { type Difference, differences } from './diff.ts'

const marks = {
  added: { icon: IconPlus, word: 'added' },
  removed: { icon: IconMinus, word: 'removed' },
  changed: { icon: IconArrowNarrowRight, word: 'changed' },
  same: { icon: null, word: 'unchanged' },
} as const

/** What was and what is, field by field; what stayed is there as well, quieter. */
export function Changes({ before, after }: { before: unknown; after: unknown }) {
  const rows = differences(before, after)
  if (rows.length === 0) return <p className={classes.nothing}>No fields were recorded with this entry.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section className={classes.scroller} tabIndex={0} aria-label="Changes, scrolling">
      <table className={classes.changes} aria-label="Changes">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.path} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ row }: { row: Difference }) {
  const { icon: Icon, word } = marks[row.kind]
  return (
    <tr data-kind={row.kind}>
      <th scope="row">
        <span className={classes.mark}>{Icon && <Icon size={14} stroke={2} aria-hidden />}</span>
        {row.path}
        <VisuallyHidden> {word}</VisuallyHidden>
      </th>
      <td data-side="before">{row.before}</td>
      <td data-side="after">{row.after}</td>
    </tr>
  )
}
