/** Goes to the field of that name, or to the one that it is a part of. */
export function focusField(name: string): void {
  const field = named(name) ?? named(name.split('.')[0] ?? '')
  field?.focus()
}

/** Goes to the first of these fields, as they stand on the page. */
export function focusFirst(names: readonly string[]): void {
  const fields = document.querySelectorAll<HTMLElement>(names.map(selector).join(','))
  fields[0]?.focus()
}

function named(name: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(selector(name))
}

function selector(name: string): string {
  return `[name="${CSS.escape(name)}"]`
}
