/** "pull_request_activity" as people read it. */
export function inWords(names: readonly string[]): string {
  return names.map((name) => name.replaceAll('_', ' ')).join(', ')
}
