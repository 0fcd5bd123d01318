import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react'
import { matches } from './matches.ts'

export interface Shortcut {
  /** One key ("j", "/", "?") or "mod+k", where mod is Ctrl or ⌘. */
  readonly keys: string
  /** What it does, for the list under "?". */
  readonly label: string
  readonly run: () => void
}

type Listed = Pick<Shortcut, 'keys' | 'label'>

interface Registry {
  readonly list: readonly Listed[]
  readonly add: (shortcut: Listed) => () => void
}

const RegistryContext = createContext<Registry | null>(null)

/** Collects the shortcuts of what is on the page, for the list under "?". */
export function Shortcuts({ children }: { children: ReactNode }) {
  const [list, setList] = useState<readonly Listed[]>([])
  const registry = useMemo(() => {
    const add = (shortcut: Listed) => {
      setList((before) => [...before, shortcut])
      return () => setList((before) => before.filter((other) => other !== shortcut))
    }
    return { list, add }
  }, [list])
  return <RegistryContext value={registry}>{children}</RegistryContext>
}

export function useShortcutList(): readonly Listed[] {
  const list = useContext(RegistryContext)?.list ?? []
  return list.filter((one, index) => list.findIndex((other) => other.keys === one.keys) === index)
}

/** Listens for a key while the calling part is on the page, and lists it. */
export function useShortcut({ keys, label, run }: Shortcut): void {
  const add = useContext(RegistryContext)?.add
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || !matches(keys, event)) return
    event.preventDefault()
    run()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: `add` changes with the list it adds to.
  useEffect(() => add?.({ keys, label }), [keys, label])
  useEffect(() => {
    const listen = (event: KeyboardEvent) => pressed(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
