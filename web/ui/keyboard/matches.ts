interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly target: EventTarget | null
}

/** A plain key never fires while somebody types, a "mod+" key always does. */
export function matches(keys: string, event: KeyPress): boolean {
  const mod = event.ctrlKey || event.metaKey
  if (keys.startsWith('mod+')) return mod && !event.altKey && event.key.toLowerCase() === keys.slice(4)
  return !mod && !event.altKey && event.key === keys && !isTyping(event.target)
}

function isTyping(target: EventTarget | null): boolean {
  if (target === null || !('closest' in target) || typeof target.closest !== 'function') return false
  return target.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]') !== null
}
