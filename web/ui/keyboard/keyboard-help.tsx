import { Kbd, Modal } from '@mantine/core'
import { useState } from 'react'
import classes from './keyboard.module.css'
import { useShortcut, useShortcutList } from './shortcuts.tsx'

/** "?" shows every key that works on this page. Stands once, inside `Shortcuts`. */
export function KeyboardHelp() {
  const [open, setOpen] = useState(false)
  const list = useShortcutList()
  useShortcut({ keys: '?', label: 'Show the keys', run: () => setOpen(true) })
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keys">
      <dl className={classes.keys}>
        {list.map((shortcut) => (
          <div key={shortcut.keys} className={classes.key}>
            <dt>
              {keyNames(shortcut.keys).map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{shortcut.label}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}

function keyNames(keys: string): string[] {
  if (!keys.startsWith('mod+')) return [keys]
  const mod = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? '⌘' : 'Ctrl'
  return [mod, keys.slice(4).toUpperCase()]
}
