import type { Account } from '../world/model.ts'

// What git and app passwords know a person by; no payload shows it but one's own.
export function usernameOf(account: Account): string {
  const [address] = account.emails
  return address?.split('@')[0] ?? account.displayName.toLowerCase().replaceAll(' ', '.')
}
