import { Skeleton, VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './feedback.module.css'

/** Says to screen readers what is being waited for, once, around any skeletons. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div role="status" aria-live="polite">
      <VisuallyHidden>{label}</VisuallyHidden>
      <div aria-hidden>{children}</div>
    </div>
  )
}

// Bars of different lengths look like text; the order is fixed so that a repaint does not jump.
const widths = ['62%', '48%', '74%', '55%', '68%', '40%']

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}

/** The shape of a table: rows of 36 px. */
export function TableSkeleton({ rows = 8, columns = 4 }: { rows?: number; columns?: number }) {
  return indexes(rows).map((row) => (
    <div key={row} className={classes.skeletonRow}>
      {indexes(columns).map((column) => (
        <div key={column} style={{ flex: column === 0 ? 2 : 1 }}>
          <Skeleton height={12} width={widths[(row + column) % widths.length]} />
        </div>
      ))}
    </div>
  ))
}

/** The shape of a form: labels over fields. */
export function FormSkeleton({ fields = 3 }: { fields?: number }) {
  return indexes(fields).map((field) => (
    <div key={field} style={{ marginBottom: 24, maxWidth: 420 }}>
      <Skeleton height={12} width={widths[field % widths.length]} mb={8} />
      <Skeleton height={36} />
    </div>
  ))
}

/** The shape of a few lines of text. */
export function TextSkeleton({ lines = 3 }: { lines?: number }) {
  return indexes(lines).map((line) => (
    <Skeleton key={line} height={12} mb={8} width={widths[line % widths.length]} />
  ))
}
