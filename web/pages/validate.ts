/** The rules of the contract, said before anything is sent. Each answers a message, or null when all is well. */
export function needed(label: string) {
  return (value: string) => (value.trim() === '' ? `Enter ${label}.` : null)
}

export function emailAddress(value: string): string | null {
  return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value.trim())
    ? null
    : 'Enter an e-mail address, like mara@example.com.'
}

export const passwordLength = 12

export function newPassword(value: string): string | null {
  const short = passwordLength - [...value].length
  if (short <= 0) return null
  return short === passwordLength
    ? 'Enter a password.'
    : `${short} more ${short === 1 ? 'character' : 'characters'}.`
}
