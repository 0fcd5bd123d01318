// An exact rolling window: the times of the last `limit` requests. A request may pass when the oldest of them has left.
export type Spent = { readonly allowed: boolean; readonly used: number; readonly resetMs: number }

export type Window = {
  readonly limit: number
  spend(now: number, windowMs: number): Spent
  used(now: number, windowMs: number): number
}

export function createWindow(limit: number): Window {
  // Grown by doubling: most identities never come near 60,000 git requests.
  let times = new Float64Array(Math.min(limit, 64))
  let head = 0
  let count = 0

  function drop(now: number, windowMs: number): void {
    while (count > 0 && (times[head] ?? 0) <= now - windowMs) {
      head = (head + 1) % times.length
      count -= 1
    }
  }
  function grow(): void {
    const larger = new Float64Array(Math.min(limit, times.length * 2))
    for (let at = 0; at < count; at += 1) larger[at] = times[(head + at) % times.length] ?? 0
    times = larger
    head = 0
  }
  return {
    limit,
    used(now, windowMs) {
      drop(now, windowMs)
      return count
    },
    spend(now, windowMs) {
      drop(now, windowMs)
      const allowed = count < limit
      if (allowed) {
        if (count === times.length) grow()
        times[(head + count) % times.length] = now
        count += 1
      }
      const oldest = times[head] ?? now
      return { allowed, used: count, resetMs: count === 0 ? 0 : Math.max(0, oldest + windowMs - now) }
    },
  }
}
