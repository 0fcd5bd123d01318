interface OnePage<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

/** Largest page the API gives. */
const largestPage = 200

/** Walks a cursor to its end; `onProgress` hears how many there are so far. */
export async function allPages<T>(
  read: (paging: { cursor?: string; limit: number }) => Promise<OnePage<T>>,
  onProgress?: (count: number) => void,
): Promise<T[]> {
  const all: T[] = []
  let next: string | null = null
  do {
    const one: OnePage<T> = await read({ limit: largestPage, ...(next === null ? {} : { cursor: next }) })
    all.push(...one.items)
    onProgress?.(all.length)
    next = one.next
  } while (next !== null)
  return all
}
