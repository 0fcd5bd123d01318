import { refuseField } from './refuse.ts'

const slugPattern = /^(?!\.+$)[a-z0-9_.-]{1,128}$/

export interface RepositoryName {
  readonly workspace: string
  readonly repository: string
}

/** What a person pasted: `workspace/repository`, the address of a page of it, or what git clones it from. */
export function readRepository(pasted: string): RepositoryName {
  const text = pasted.trim().toLowerCase()
  const path = pathOf(text)
    .split('/')
    .filter((part) => part !== '')
  const [workspace = '', last = ''] = path
  const repository = last.replace(/\.git$/, '')
  // A name alone has two parts; an address of a page has more.
  const fits = path.length === 2 || (path.length > 2 && text.includes('://'))
  if (fits && slugPattern.test(workspace) && slugPattern.test(repository)) return { workspace, repository }
  throw refuseField('repository', 'Give it as workspace/repository, or the address of one of its pages.')
}

function pathOf(text: string): string {
  const cloned = /^[a-z0-9_.-]+@[a-z0-9_.-]+:(.+)$/.exec(text)
  if (cloned?.[1] !== undefined) return cloned[1]
  if (!text.includes('://')) return text.replace(/^bitbucket\.org\//, '')
  return URL.canParse(text) ? new URL(text).pathname : ''
}
