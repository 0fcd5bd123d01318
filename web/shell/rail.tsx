import { Kbd, UnstyledButton } from '@mantine/core'
import { IconBook2, IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { PageDefinition } from '../pages/page.ts'
import { useCan, useHasFeature } from '../session.ts'
import { mayOpen } from './access.ts'
import { Activity } from './activity.tsx'
import { Mark } from './mark.tsx'
import { openPalette } from './open-palette.ts'
import { PersonMenu } from './person-menu.tsx'
import classes from './rail.module.css'

interface RailProps {
  readonly pages: readonly PageDefinition[]
  /** Inside the phone's menu, which has a title and a search button of its own. */
  readonly inMenu?: boolean
}

/** The way to everything that works here, for this person. What they may not open is not shown. */
export function Rail({ pages, inMenu = false }: RailProps) {
  const can = useCan()
  const hasFeature = useHasFeature()
  const shown = pages.filter((page) => mayOpen(page, can, hasFeature))
  return (
    <div className={classes.rail}>
      {!inMenu && <Brand />}
      {!inMenu && <GoTo />}
      <nav className={classes.nav} aria-label="Main">
        {shown.filter((page) => page.rail === 'top').map(railLink)}
        <h2 className={classes.section}>Settings</h2>
        {shown.filter((page) => page.rail === 'settings').map(railLink)}
      </nav>
      <div className={classes.foot}>
        {hasFeature('api_docs') && (
          <a className={classes.link} href="/api/docs">
            <IconBook2 size={18} stroke={1.6} aria-hidden />
            API reference
          </a>
        )}
        {can('jobs:view') && <Activity />}
        <PersonMenu />
      </div>
    </div>
  )
}

function Brand() {
  return (
    <Link to="/" className={classes.brand}>
      <Mark />
      Windlass
    </Link>
  )
}

function GoTo() {
  return (
    <UnstyledButton className={classes.goTo} onClick={openPalette}>
      <IconSearch size={16} stroke={1.75} aria-hidden />
      <span>Go to…</span>
      <Kbd size="xs">{/Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘' : 'Ctrl'} K</Kbd>
    </UnstyledButton>
  )
}

function railLink(page: PageDefinition) {
  const { icon: Icon } = page
  return (
    <Link
      key={page.path}
      to={page.path}
      className={classes.link}
      activeOptions={{ exact: page.path === '/', includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <Icon size={18} stroke={1.6} aria-hidden />
      {page.title}
    </Link>
  )
}
