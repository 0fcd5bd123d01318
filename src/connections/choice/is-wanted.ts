import { meetsAny } from './patterns.ts'

/** What a connection says about the repositories it collects. */
export interface RepositoryRules {
  readonly projects: readonly string[] | null
  readonly include: readonly string[] | null
  readonly exclude: readonly string[] | null
  readonly auto_add_stopped_at: Date | null
}

interface Candidate {
  readonly slug: string
  readonly project_key: string | null
  readonly created_on: Date | null
}

/**
 * Whether a repository is collected. What was said of it alone (`choice`) decides; else the rules, unless the workspace
 * takes those alone that were chosen one by one (`onlyChosen`).
 */
export function isWanted(
  rules: RepositoryRules,
  candidate: Candidate,
  choice: boolean | undefined,
  onlyChosen = false,
): boolean {
  if (choice !== undefined) return choice
  if (onlyChosen || isTooNew(rules, candidate)) return false
  const { slug, project_key } = candidate
  if (rules.projects && !(project_key && rules.projects.includes(project_key.toUpperCase()))) return false
  if (rules.include && !meetsAny(rules.include, slug, project_key)) return false
  return !(rules.exclude && meetsAny(rules.exclude, slug, project_key))
}

/** One whose day is unknown may be new. */
function isTooNew({ auto_add_stopped_at: stopped }: RepositoryRules, { created_on }: Candidate): boolean {
  return stopped !== null && (created_on === null || created_on > stopped)
}
