import { useQuery } from '@tanstack/react-query'
import { useApi } from '../api.ts'
import { setupQuery } from '../session.ts'
import classes from './shell.module.css'

/**
 * On every page of a demo: nobody may take an invented company for their own. Of plain elements: it is part of what is
 * loaded before anybody can sign in.
 */
export function Demo() {
  const setup = useQuery(setupQuery(useApi()))
  if (setup.data?.demo !== true) return null
  return (
    <aside className={`${classes.banner} ${classes.demo}`} aria-label="Demo">
      <strong>Demo</strong>
      <span>An invented company, on this machine.</span>
      <span>
        Leave it with Ctrl-C, then <code>npm start</code>
      </span>
      <a href="/docs/guide/demo.md">Connect your own Bitbucket</a>
    </aside>
  )
}
