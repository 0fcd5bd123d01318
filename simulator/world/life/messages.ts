import type { Account } from '../model.ts'
import { THINGS, VERBS } from '../plan/words.ts'
import type { Random } from '../random.ts'
import type { Outline } from './outline.ts'

/** The first commit carries the title, later ones what review asked for. Messages end with a newline, as git writes them. */
export function commitMessage(random: Random, outline: Outline, nth: number): string {
  if (nth === 0) return `${outline.title}\n`
  const ticket = /^[A-Z]+\d*-\d+/.exec(outline.title)?.[0]
  const subject = random.pick([
    `${random.pick(VERBS)} ${random.pick(THINGS)}`,
    'Address review',
    'Fix the build',
    `Rename for clarity\n\nThe ${random.pick(THINGS)} was called two things.`,
  ])
  return ticket === undefined || random.chance(0.5) ? `${subject}\n` : `${ticket} ${subject}\n`
}

/** As Bitbucket writes merges; without a newline at the end. */
export function mergeMessage(outline: Outline, approvers: readonly Account[]): string {
  const approved = approvers.map((account) => `\nApproved-by: ${account.displayName}`).join('')
  return `Merged in ${outline.branch} (pull request #${outline.id})\n\n${outline.title}\n${approved}`
}
