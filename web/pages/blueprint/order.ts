/** Those that are chosen in their order, then the others in theirs. */
export function arranged(all: readonly string[], chosen: readonly string[]): string[] {
  return [...chosen, ...all.filter((one) => !chosen.includes(one))]
}

/** With the one at a place exchanged for its neighbour before (-1) or behind (1). */
export function moved(list: readonly string[], at: number, by: -1 | 1): string[] {
  const next = [...list]
  const [one] = next.splice(at, 1)
  if (one !== undefined) next.splice(at + by, 0, one)
  return next
}
