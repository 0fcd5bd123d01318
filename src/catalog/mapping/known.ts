import type { Kind } from './config.ts'

interface KnownWrong {
  readonly kind: Kind
  /** Where it stands, below `mappings`; a name at the end fits any property. */
  readonly at: RegExp
  readonly jq: RegExp
  readonly message: string
  readonly mended: string
}

/** Lines of mappings that are in use, and of the ones that Port ships, that do not do what they are meant to. */
const all: readonly KnownWrong[] = [
  {
    kind: 'pull-request',
    at: /mappings(\[\d+\])?\.identifier$/,
    jq: /^\.destination\.repository\.name\s*\+\s*\(\s*\.id\s*\|\s*tostring\s*\)$/,
    message:
      'Pull request 23 of app1 and pull request 3 of app12 would be one entity, since nothing parts the name from the number.',
    mended: '.destination.repository.uuid[1:-1] + "/" + (.id | tostring)',
  },
  {
    kind: 'pull-request',
    at: /\.properties\.[^.]+$/,
    jq: /^\[\s*\.reviewers\[\]\??\.user\.display_name\s*\]$/,
    message: 'Reviewers are accounts themselves: there is no `user` in them, and the list would be of nulls.',
    mended: '[.reviewers[].display_name]',
  },
  {
    kind: 'repository',
    at: /mappings(\[\d+\])?\.identifier$/,
    jq: /^\.name$/,
    message:
      'A repository that is renamed would become another entity, and two of one name in two workspaces the same.',
    mended: '.uuid[1:-1]',
  },
  {
    kind: 'repository',
    at: /\.properties\.[^.]+$/,
    jq: /^\.main_branch$/,
    message: 'Bitbucket calls it `mainbranch`, an object with a `name`.',
    mended: '.mainbranch.name',
  },
]

/** What is known to be wrong about an expression, with what would be right; null for all others. */
export function knownWrong(
  kind: Kind,
  path: string,
  jq: string,
): { readonly message: string; readonly mended: string } | null {
  const found = all.find((one) => one.kind === kind && one.at.test(path) && one.jq.test(jq.trim()))
  if (!found) return null
  return { message: found.message, mended: jq.trim().replace(found.jq, () => found.mended) }
}
