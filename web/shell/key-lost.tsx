import { AnchorLink } from '../pages/links.tsx'
import { useCan, useSession } from '../session.ts'
import { Status } from '../ui/value/status.tsx'
import classes from './shell.module.css'

/** On every page, because everything that needs a stored secret stands still until it is mended. */
export function KeyLost() {
  const { key_lost } = useSession()
  const can = useCan()
  if (!key_lost) return null
  return (
    <div className={classes.banner} role="alert">
      <Status level="bad">Stored secrets cannot be opened</Status>
      <span>
        The key that sealed them is missing. Start Windlass with the key it had before; nothing has been
        overwritten.
      </span>
      {can('key:edit') && <AnchorLink to="/settings/secrets">See which key</AnchorLink>}
    </div>
  )
}
