/** Without letters and digits that are mistaken for each other when read out: 31 signs, so 4.95 bits each. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Four groups of four, 79 bits: far beyond guessing, and still told over the telephone. */
export function madeUpPassword(): string {
  const letters: string[] = []
  while (letters.length < 16) {
    const byte = crypto.getRandomValues(new Uint8Array(1))[0] ?? 255
    // 248 = 8 × 31: a byte above would make the first signs likelier than the last.
    if (byte < 248) letters.push(signs.charAt(byte % signs.length))
  }
  return [0, 4, 8, 12].map((start) => letters.slice(start, start + 4).join('')).join('-')
}
