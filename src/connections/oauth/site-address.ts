import { Failure } from '../../errors.ts'

/** The address under which a site grants access, as it is kept: without a slash at its end. */
export function readSiteAddress(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null
  const plain = url && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  if (plain && url.search === '' && url.hash === '') return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  const message = 'Give an address that begins with http:// or https:// and ends with its path.'
  throw new Failure('invalid_input', { detail: message, data: { problems: [{ path: 'site_url', message }] } })
}
