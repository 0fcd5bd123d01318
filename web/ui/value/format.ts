/** Making one takes longer than formatting a hundred values with it, and a table formats thousands. */
function once<Key, Formatter>(make: (key: Key) => Formatter): (key: Key) => Formatter {
  const made = new Map<Key, Formatter>()
  return (key) => {
    const formatter = made.get(key) ?? make(key)
    made.set(key, formatter)
    return formatter
  }
}

const grouped = once((digits: number) => new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }))
const dayOf = once(
  (year: 'numeric' | undefined) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year }),
)
const wholeMoment = once(
  (zone: string | undefined) =>
    new Intl.DateTimeFormat('en-GB', {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
      timeZone: zone,
    }),
)

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/** "4 min ago", "in 2 h", and the date once a week has passed. */
export function formatRelative(at: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - at.getTime()) / 1000)
  const distance = Math.abs(seconds)
  if (distance < 10) return 'now'
  if (distance >= 7 * day) return formatDay(at, now)
  const words = largestUnit(distance)
  return seconds > 0 ? `${words} ago` : `in ${words}`
}

function largestUnit(seconds: number): string {
  if (seconds < minute) return `${seconds} s`
  if (seconds < hour) return `${Math.floor(seconds / minute)} min`
  if (seconds < day) return `${Math.floor(seconds / hour)} h`
  return `${Math.floor(seconds / day)} d`
}

function formatDay(at: Date, now: Date): string {
  const sameYear = at.getFullYear() === now.getFullYear()
  return dayOf(sameYear ? undefined : 'numeric').format(at)
}

/** The full moment with its zone; without `zone` that of the viewer. */
export function formatAbsolute(at: Date, zone?: string): string {
  return wholeMoment(zone).format(at)
}

const durationUnits = [
  ['d', day],
  ['h', hour],
  ['min', minute],
  ['s', 1],
] as const

/** Seconds as the two largest units: "2 d 4 h", "3 min 20 s", "0.4 s". */
export function formatDuration(seconds: number): string {
  if (seconds < 0) return `−${formatDuration(-seconds)}`
  if (seconds < 1) return seconds === 0 ? '0 s' : `${Math.max(0.1, Math.round(seconds * 10) / 10)} s`
  const whole = Math.round(seconds)
  const first = durationUnits.findIndex(([, size]) => whole >= size)
  const [unit, size] = durationUnits[first] ?? durationUnits[3]
  const next = durationUnits[first + 1]
  const main = `${formatCount(Math.floor(whole / size))} ${unit}`
  const rest = next ? Math.floor((whole % size) / next[1]) : 0
  return next && rest > 0 ? `${main} ${rest} ${next[0]}` : main
}

const byteUnits = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const

/** Powers of 1,024, three digits at most: "512 B", "1.4 MB", "231 GB". */
export function formatBytes(bytes: number): string {
  let value = bytes
  let unit = 0
  // 1,023.5 would round to "1,024".
  while (value >= 1023.5 && unit < byteUnits.length - 1) {
    value /= 1024
    unit += 1
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : 1
  return `${Number(value.toFixed(digits))} ${byteUnits[unit] ?? 'B'}`
}

/** Grouped: "12,480". */
export function formatCount(count: number, digits = 0): string {
  return grouped(digits).format(count)
}
