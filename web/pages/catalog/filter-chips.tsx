import { Pill } from '@mantine/core'
import { useEnvironment } from '../../ui/environment.tsx'
import classes from './catalog.module.css'
import { type FieldName, titleOf } from './fields.ts'
import { type Filter, opWords, readFilters, takesValue, withoutFilter } from './filters.ts'
import { spoken } from './value.tsx'

/** What is filtered by now, in words, each with a button that takes it away. */
export function FilterChips({
  filter,
  fields,
}: {
  filter: string | undefined
  fields: readonly FieldName[]
}) {
  const { setSearch } = useEnvironment()
  const filters = readFilters(filter)
  if (filters.length === 0) return null
  return (
    <ul className={classes.chips} aria-label="Filters in use">
      {filters.map((one) => {
        const words = typeof one === 'string' ? one : inWords(one, fields)
        return (
          <li key={words}>
            <Pill
              size="md"
              withRemoveButton
              onRemove={() => setSearch({ filter: withoutFilter(filter, one) }, { push: true })}
              removeButtonProps={{
                'aria-label': `Remove the filter ${words}`,
                tabIndex: 0,
                'aria-hidden': false,
              }}
            >
              {words}
            </Pill>
          </li>
        )
      })}
    </ul>
  )
}

function inWords({ field, op, value }: Filter, fields: readonly FieldName[]): string {
  const words = `${titleOf(fields, field)} ${opWords[op]}`
  return takesValue(op) ? `${words} ${spoken(value)}` : words
}
