/** A moment as `datetime-local` wants it: the viewer's wall clock without a zone. */
export function toLocalInput(iso: string): string {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return ''
  const local = new Date(at.getTime() - at.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** What `datetime-local` gives, as UTC; null when it is empty or half typed. */
export function fromLocalInput(text: string): string | null {
  // `new Date` guesses at halves: Chromium takes "2026-12-" for the first of December, in UTC.
  if (!/^\d{4,}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
