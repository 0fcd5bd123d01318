import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { theme } from '../theme.ts'
import { styleNonce } from './style-nonce.ts'
import { Clock } from './value/clock.tsx'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './tokens.css'

/** Theme, dialogs, toasts and the clock; the outermost element of a page. */
export function UiProvider({ children }: { children: ReactNode }) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <ModalsProvider>
        <Clock>{children}</Clock>
      </ModalsProvider>
      <Notifications position="bottom-right" limit={4} />
    </MantineProvider>
  )
}
