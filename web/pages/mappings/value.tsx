import { Unknown } from '../../ui/value/unknown.tsx'
import classes from './mappings.module.css'
import { asText } from './words.ts'

/** Deeper than that, and beyond so many, nobody reads on: what is left is counted, or shown as JSON. */
const deepest = 3
const most = 20

interface ValueProps {
  readonly of: unknown
  readonly depth?: number
}

/** What an expression says: of a list its items, of an object its names and their values. */
export function Value({ of, depth = 0 }: ValueProps) {
  if (of === null || of === undefined) return <Unknown reason="The expression says null." />
  if (of === '') return <Unknown reason="The expression says an empty text." />
  if (typeof of === 'object' && depth < deepest) return <Parts of={of} depth={depth + 1} />
  return <div className={classes.value}>{asText(of)}</div>
}

function Parts({ of, depth }: { of: object; depth: number }) {
  const isList = Array.isArray(of)
  const parts = Object.entries(of)
  if (parts.length === 0)
    return <Unknown reason={`The expression says an empty ${isList ? 'list' : 'object'}.`} />
  return (
    <ul className={classes.items}>
      {parts.slice(0, most).map(([name, value]) => (
        <li key={name} className={isList ? undefined : classes.named}>
          {!isList && <span className={classes.quiet}>{name}</span>}
          <Value of={value} depth={depth} />
        </li>
      ))}
      {parts.length > most && <li className={classes.quiet}>and {parts.length - most} more</li>}
    </ul>
  )
}
