import { Anchor, Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { CopyButton } from './copy-button.tsx'
import classes from './feedback.module.css'
import { toProblem } from './problem.ts'

interface ToastOptions {
  /** Takes the change back; the toast then stays for ten seconds. */
  readonly undo?: () => void | Promise<void>
  readonly link?: { readonly href: string; readonly label: string }
}

/** Says that something was done, with the way back where there is one. */
export function toast(message: string, { undo, link }: ToastOptions = {}): void {
  const id = notifications.show({
    message: (
      <div className={classes.toast}>
        <span>{message}</span>
        {link && <Anchor href={link.href}>{link.label}</Anchor>}
        {undo && (
          <Button size="compact-sm" variant="subtle" onClick={() => void takeBack(id, undo)}>
            Undo
          </Button>
        )}
      </div>
    ),
    icon: <IconCheck size={16} aria-hidden />,
    autoClose: undo ? 10_000 : 4_000,
    role: 'status',
  })
}

async function takeBack(id: string, undo: () => void | Promise<void>): Promise<void> {
  notifications.hide(id)
  try {
    await undo()
    toast('Undone.')
  } catch (error) {
    toastError(error)
  }
}

/** Says that an action failed; stays until it is closed. */
export function toastError(error: unknown): void {
  const problem = toProblem(error)
  notifications.show({
    title: problem.title,
    message: (
      <>
        {problem.detail !== problem.title && <div>{problem.detail}</div>}
        {problem.next && <div>{problem.next}</div>}
        <div className={classes.reference}>
          Code <code>{problem.code}</code>
          {problem.request_id && <CopyButton value={problem.request_id} label="Copy request id" />}
        </div>
      </>
    ),
    color: 'red',
    icon: <IconAlertTriangle size={16} aria-hidden />,
    autoClose: false,
    role: 'alert',
  })
}
