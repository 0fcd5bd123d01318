import { Anchor, Code } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { guide } from '../pages/guide.ts'
import classes from './shell.module.css'

const { href, label } = guide('demo', 'Connect your own Bitbucket')

export default function DemoBanner() {
  return (
    <aside className={`${classes.banner} ${classes.demo}`} aria-label="Demo">
      <span className={classes.word}>
        <IconFlask size={16} stroke={1.75} aria-hidden />
        Demo
      </span>
      <span>An invented company, on this machine.</span>
      <span>
        Leave it with Ctrl-C, then <Code>npm start</Code>
      </span>
      <Anchor href={href}>{label}</Anchor>
    </aside>
  )
}
