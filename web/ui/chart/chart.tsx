import { Button, Skeleton } from '@mantine/core'
import { IconChartBar, IconTable } from '@tabler/icons-react'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { ErrorBoundary } from '../feedback/error-boundary.tsx'
import { Unknown } from '../value/unknown.tsx'
import classes from './chart.module.css'
import { valueFormat } from './scale.ts'

export interface Series {
  readonly name: string
  /** One a category; null is unknown and leaves a gap. */
  readonly values: readonly (number | null)[]
  /** Place in the palette, so that the same series has the same colour everywhere; by default its place here. */
  readonly colour?: number
}

export interface ChartProps {
  readonly label: string
  /** What the picture says, in a sentence, for those who do not see it. */
  readonly description: string
  readonly kind: 'line' | 'bar' | 'stacked'
  /** Bars lie down: for a few categories with long names. */
  readonly horizontal?: boolean
  readonly categories: readonly string[]
  readonly categoryTitle: string
  readonly series: readonly Series[]
  /** Seconds are written as durations and the axis steps in minutes, hours and days. */
  readonly unit?: 'seconds'
  readonly format?: (value: number) => string
  readonly height?: number
  /** Under the picture: how many values, how many unknown. */
  readonly note?: ReactNode
  readonly onPick?: (category: string, series: string) => void
}

const Canvas = lazy(() => import('./canvas.tsx'))

/** A picture of numbers with the same numbers as a table beside it. Loaded when first shown. */
export function Chart(props: ChartProps) {
  const [asTable, setAsTable] = useState(false)
  const height = props.height ?? 240
  const Icon = asTable ? IconChartBar : IconTable
  return (
    <figure className={classes.figure} aria-label={props.label}>
      <figcaption className={classes.caption}>
        <h3 className={classes.title}>{props.label}</h3>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<Icon size={14} stroke={1.75} aria-hidden />}
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </figcaption>
      {asTable ? (
        <Numbers {...props} />
      ) : (
        <ErrorBoundary>
          <Suspense fallback={<Skeleton height={height} />}>
            <Canvas {...props} height={height} />
          </Suspense>
        </ErrorBoundary>
      )}
      {props.note && <p className={classes.note}>{props.note}</p>}
    </figure>
  )
}

function Numbers({ label, categories, categoryTitle, series, ...props }: ChartProps) {
  const format = valueFormat(props)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard.
    <section className={classes.scroller} tabIndex={0} aria-label={`${label}, scrolling`}>
      <table className={classes.numbers}>
        <thead>
          <tr>
            <th scope="col">{categoryTitle}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {categories.map((category, index) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {series.map(({ name, values }) => {
                const value = values[index] ?? null
                return (
                  <td key={name}>
                    {value === null ? <Unknown reason="No value for this." /> : format(value)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
