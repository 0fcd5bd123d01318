import { refuseField } from './refuse.ts'

/** Bitbucket's own rule for the names of workspaces in addresses. */
const slugPattern = /^[a-z0-9_][a-z0-9_.-]{0,127}$/

/** The slug of a workspace from what a person pasted: the slug itself, or any address of a page below it. */
export function readWorkspace(pasted: string): string {
  const text = pasted.trim()
  const slug = (/^(https?:\/\/|bitbucket\.org\/)/i.test(text) ? fromAddress(text) : text).toLowerCase()
  if (slugPattern.test(slug) && !/^\.+$/.test(slug)) return slug
  throw refuseField(
    'workspace',
    'Give the slug of the workspace, or the address of one of its pages on bitbucket.org.',
  )
}

function fromAddress(text: string): string {
  const address = /^https?:/i.test(text) ? text : `https://${text}`
  if (!URL.canParse(address)) return ''
  const parts = new URL(address).pathname.split('/').filter((part) => part !== '')
  const [first = '', second = ''] = parts
  // https://bitbucket.org/{workspace}/workspace/… and /account/user/{workspace}; of the API /2.0/workspaces/{workspace}.
  if (first === 'account' && second === 'user') return parts[2] ?? ''
  if (first === '2.0') return parts[2] ?? ''
  return first
}
