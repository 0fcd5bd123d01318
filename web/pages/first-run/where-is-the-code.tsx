import { useEffect, useState } from 'react'
import classes from './first-run.module.css'

/** Opens by itself once a code was wrong. */
export function WhereIsTheCode({ open }: { open: boolean }) {
  const [shown, setShown] = useState(open)
  useEffect(() => {
    if (open) setShown(true)
  }, [open])
  return (
    <details className={classes.help} open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>Where is the code?</summary>
      <p>Windlass prints it below its address each time it starts, until there is an administrator:</p>
      <ul>
        <li>
          in the terminal where <code>npm start</code> runs,
        </li>
        <li>
          in a container: <code>docker compose logs</code>,
        </li>
        <li>in the log of the service that runs it.</li>
      </ul>
      <p>
        It looks like <code>K7QF-2M9X-…</code> and belongs to one installation: the code of another one, or of
        a data directory since replaced, is refused here. Starting Windlass again prints it again.
      </p>
    </details>
  )
}
