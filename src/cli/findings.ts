import type { Finding } from '../catalog/mapping/config.ts'

/** As compilers tell it: an editor that reads this leads to the place. */
export function toldFinding(file: string, { level, line, column, path, message, mended }: Finding): string {
  const at = path === '' ? '' : ` ${path}`
  return `${file}:${line}:${column}: ${level}:${at}\n  ${message}${mended === null ? '' : `\n  Better: ${mended}`}`
}
