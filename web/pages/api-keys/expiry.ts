import type { ApiKey } from './queries.ts'

/** Long enough to make a new key and hand it over before the old one ends. */
const soonDays = 14

export function expiryOf(key: Pick<ApiKey, 'expires_at'>, now: Date): 'never' | 'later' | 'soon' | 'expired' {
  if (key.expires_at === null) return 'never'
  const days = (new Date(key.expires_at).getTime() - now.getTime()) / 86_400_000
  if (days <= 0) return 'expired'
  return days <= soonDays ? 'soon' : 'later'
}
