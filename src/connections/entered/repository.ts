import { refuseField } from './refuse.ts'

const slugPattern = /^(?!\.+$)[a-z0-9_.-]{1,128}$/

export interface RepositoryName {
  readonly workspace: string
  readonly repository: string
}

export const wantedRepository = 'Give it as workspace/repository, or the address of one of its pages.'

export function readRepository(pasted: string): RepositoryName {
  const name = findRepository(pasted)
  if (name) return name
  throw refuseField('repository', wantedRepository)
}

/**
 * What a person pasted: `workspace/repository`, the address of a page of it, or what git clones it from; null when it
 * is none of these.
 */
export function findRepository(pasted: string): RepositoryName | null {
  const text = pasted.trim().toLowerCase()
  const path = pathOf(text)
    .split('/')
    .filter((part) => part !== '')
  const [workspace = '', last = ''] = path
  const repository = last.replace(/\.git$/, '')
  // A name alone has two parts; an address of a page has more.
  const fits = path.length === 2 || (path.length > 2 && text.includes('://'))
  return fits && slugPattern.test(workspace) && slugPattern.test(repository)
    ? { workspace, repository }
    : null
}

function pathOf(text: string): string {
  const cloned = /^[a-z0-9_.-]+@[a-z0-9_.-]+:(.+)$/.exec(text)
  if (cloned?.[1] !== undefined) return cloned[1]
  if (!text.includes('://')) return text.replace(/^bitbucket\.org\//, '')
  return URL.canParse(text) ? new URL(text).pathname : ''
}
