import { UnstyledButton } from '@mantine/core'
import { useEnvironment } from '../../ui/environment.tsx'
import { formatCount } from '../../ui/value/format.ts'
import { type Counts, sliceStateDocs, sliceStates, sliceStateTitles } from './progress.ts'
import classes from './run.module.css'

/** How slices divide into states, as one bar. The numbers stand beside it. */
export function StateBar({ counts, small = false }: { counts: Counts; small?: boolean }) {
  const shown = sliceStates.filter((state) => counts[state] > 0)
  return (
    <div className={classes.bar} data-small={small || undefined} data-empty={shown.length === 0} aria-hidden>
      {shown.map((state) => (
        <div key={state} data-state={state} style={{ flexGrow: counts[state] }} />
      ))}
    </div>
  )
}

/** The bar of the whole run; each part opens its rows in the grid. */
export function Picture({ counts }: { counts: Counts }) {
  const { setSearch } = useEnvironment()
  return (
    <div className={classes.picture}>
      <StateBar counts={counts} />
      <ul className={classes.legend}>
        {sliceStates.map((state) => (
          <li key={state}>
            <UnstyledButton
              className={classes.legendPart}
              title={sliceStateDocs[state]}
              onClick={() => setSearch({ tab: 'repositories', state }, { push: true })}
            >
              <span className={classes.swatch} data-state={state} aria-hidden />
              {sliceStateTitles[state]} <strong>{formatCount(counts[state])}</strong>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </div>
  )
}
