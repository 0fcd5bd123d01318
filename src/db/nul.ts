/** No text of PostgreSQL holds NUL, and every JSON may: what cannot be written is shown as such, the rest is kept. */
export function withoutNul<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd') as T
  const text = JSON.stringify(value)
  // Most have none, and a reviver is slow.
  if (!text?.includes('\\u0000')) return value
  return JSON.parse(text, (_, inner) => (typeof inner === 'string' ? withoutNul(inner) : inner)) as T
}
