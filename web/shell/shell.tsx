import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMenu2, IconSearch } from '@tabler/icons-react'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef } from 'react'
import type { PageDefinition } from '../pages/page.ts'
import { ErrorBoundary } from '../ui/feedback/error-boundary.tsx'
import { KeyboardHelp } from '../ui/keyboard/keyboard-help.tsx'
import { useShortcut } from '../ui/keyboard/shortcuts.tsx'
import { Demo } from './demo.tsx'
import { KeyLost } from './key-lost.tsx'
import { Mark } from './mark.tsx'
import { openPalette } from './open-palette.ts'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'

const Palette = lazy(() => import('./palette.tsx'))

/** The frame around every page behind a session: rail, palette, keys, and the page in the middle. */
export function Shell({ pages }: { pages: readonly PageDefinition[] }) {
  const { pathname } = useLocation()
  const [menuOpen, menu] = useDisclosure(false)
  const main = useFocusOnArrival(pathname)
  // biome-ignore lint/correctness/useExhaustiveDependencies: arriving somewhere closes the menu.
  useEffect(() => menu.close(), [pathname])
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <TopBar onMenu={menu.open} />
      <div className={classes.side}>
        <div className={classes.stay}>
          <Rail pages={pages} />
        </div>
      </div>
      <Drawer opened={menuOpen} onClose={menu.close} size={280} title="Menu" hiddenFrom="sm">
        <Rail pages={pages} inMenu />
      </Drawer>
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Demo />
        <KeyLost />
        <div className={classes.page}>
          <ErrorBoundary resetKey={pathname}>
            <Outlet />
          </ErrorBoundary>
        </div>
      </main>
      <Suspense fallback={<PaletteKey />}>
        <Palette pages={pages} />
      </Suspense>
      <KeyboardHelp />
    </div>
  )
}

/** Who presses the key of the palette before it is there finds it open when it is. */
function PaletteKey() {
  useShortcut({ keys: 'mod+k', label: 'Go anywhere, do anything', run: openPalette })
  return null
}

/** What a phone has instead of the rail. */
function TopBar({ onMenu }: { onMenu: () => void }) {
  return (
    <header className={classes.top}>
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={onMenu} aria-label="Open the menu">
        <IconMenu2 size={20} stroke={1.75} aria-hidden />
      </ActionIcon>
      <Link to="/" className={classes.brand}>
        <Mark size={24} />
        Windlass
      </Link>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={openPalette}
        aria-label="Go to a page or do something"
      >
        <IconSearch size={20} stroke={1.75} aria-hidden />
      </ActionIcon>
    </header>
  )
}

/** A reader of the screen hears the new page, and Tab begins there, not in the rail again. */
function useFocusOnArrival(pathname: string) {
  const main = useRef<HTMLElement>(null)
  const here = useRef(pathname)
  useEffect(() => {
    if (here.current === pathname) return
    here.current = pathname
    main.current?.focus({ preventScroll: true })
  }, [pathname])
  return main
}
