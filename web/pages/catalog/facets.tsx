import { UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useApi } from '../../api.ts'
import { useEnvironment } from '../../ui/environment.tsx'
import { Fold } from '../../ui/layout/fold.tsx'
import { formatCount } from '../../ui/value/format.ts'
import classes from './catalog.module.css'
import { filterOf, hasFilter, withFilter, withoutFilter } from './filters.ts'
import { type Choice, type Facet, facetsQuery } from './queries.ts'
import { spoken } from './value.tsx'

/** What the entities have in common, with counts; a press filters by it, another one no more. */
export function Facets({ choice }: { choice: Choice }) {
  const { data } = useQuery({ ...facetsQuery(useApi(), choice), placeholderData: (before) => before })
  if (!data || data.items.length === 0) return null
  const facets = data.items.map((facet) => <Values key={facet.field} facet={facet} filter={choice.filter} />)
  return (
    <aside className={classes.facets} aria-label="Filters with counts">
      <div className={classes.wide}>{facets}</div>
      <div className={classes.narrow}>
        <Fold title="Filters" doc={`${formatCount(data.items.length)} to choose from`}>
          {facets}
        </Fold>
      </div>
    </aside>
  )
}

function Values({
  facet: { field, title, values, more },
  filter,
}: {
  facet: Facet
  filter: string | undefined
}) {
  const { setSearch } = useEnvironment()
  return (
    <section className={classes.facet} aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {values.map(({ value, label, count }) => {
          const one = filterOf(field, value)
          const isOn = hasFilter(filter, one)
          return (
            <li key={value ?? ''}>
              <UnstyledButton
                aria-pressed={isOn}
                onClick={() =>
                  setSearch(
                    { filter: isOn ? withoutFilter(filter, one) : withFilter(filter, one) },
                    { push: true },
                  )
                }
              >
                <span>{value === null ? 'Unknown' : (label ?? spoken(value))}</span>
                <span>{formatCount(count)}</span>
              </UnstyledButton>
            </li>
          )
        })}
      </ul>
      {more > 0 && <p>And {formatCount(more)} more values: add a filter for them.</p>}
    </section>
  )
}
