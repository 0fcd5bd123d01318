import { TextInput } from '@mantine/core'
import { useEnvironment } from '../../ui/environment.tsx'
import classes from './audit.module.css'

/** From which day to which, both included, in the zone of who looks. */
export function Days({ from, to }: { from: string | undefined; to: string | undefined }) {
  const { setSearch } = useEnvironment()
  return (
    <div className={classes.days}>
      <TextInput
        type="date"
        classNames={{ root: classes.day }}
        label="From"
        value={from ?? ''}
        max={to}
        onChange={(event) => setSearch({ from: event.currentTarget.value || null })}
      />
      <TextInput
        type="date"
        classNames={{ root: classes.day }}
        label="to"
        value={to ?? ''}
        min={from}
        onChange={(event) => setSearch({ to: event.currentTarget.value || null })}
      />
    </div>
  )
}
