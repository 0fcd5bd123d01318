import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useApi } from '../api.ts'
import { setupQuery } from '../session.ts'
import { Demo } from './demo.tsx'
import classes from './door.module.css'
import { Mark } from './mark.tsx'
import { Well } from './well.tsx'

interface DoorProps {
  readonly title: string
  readonly children: ReactNode
}

/** The frame of what can be seen without signing in: one column to act in, and the product's picture beside it. */
export function Door({ title, children }: DoorProps) {
  useEffect(() => {
    document.title = `${title} · Windlass`
  }, [title])
  return (
    <div className={classes.frame}>
      <Demo />
      <div className={classes.door}>
        <main className={classes.act}>
          <div className={classes.brand}>
            <Mark />
            Windlass
          </div>
          <div className={classes.column}>
            <h1 className={classes.title}>{title}</h1>
            {children}
          </div>
          <Foot />
        </main>
        <div className={classes.picture} aria-hidden>
          <Well />
        </div>
      </div>
    </div>
  )
}

function Foot() {
  const setup = useQuery(setupQuery(useApi()))
  if (!setup.data) return <footer className={classes.foot} />
  const { version, support } = setup.data
  return (
    <footer className={classes.foot}>
      <span>Version {version}</span>
      {support.url && (
        <Anchor size="xs" href={support.url}>
          Get help
        </Anchor>
      )}
      {support.email && (
        <Anchor size="xs" href={`mailto:${support.email}`}>
          {support.email}
        </Anchor>
      )}
    </footer>
  )
}
