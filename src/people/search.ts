/** A pattern for `ilike` that finds the text itself: % and _ in it mean themselves. */
export function containing(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}
