/**
 * Mappings written for Port may quote with apostrophes, which jq does not know: those around a word outside of a string
 * become quotation marks. Apostrophes within a string stay.
 */
export function mendQuotes(text: string): string {
  return text.replace(
    /"(?:[^"\\]|\\[\s\S])*"|'((?:[^'"\\]|\\[\s\S])*)'/g,
    (whole, inner: string | undefined) => (inner === undefined ? whole : `"${inner}"`),
  )
}
