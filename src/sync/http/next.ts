import { Failure } from '../../errors.ts'

/** Parameters that say where in a listing a page is; all others say what is listed. */
const positions = new Set(['page', 'ctx', 'after', 'before', 'cursor'])

/**
 * The address of the next page as it may be followed: on the same origin, never where we come from, with `&` mended
 * where `?` belongs, and with the parameters that Bitbucket dropped (the list of pipelines loses its `sort`).
 */
export function readNext(given: unknown, sent: URL): string | undefined {
  if (given === undefined || given === null || given === '') return undefined
  const text = typeof given === 'string' ? mend(given) : ''
  if (!URL.canParse(text)) throw broken('The link to the next page is not an address.')
  const next = new URL(text)
  if (next.origin !== sent.origin) throw broken(`The next page lies at another host, ${next.host}.`)
  const address = withDropped(next, sent)
  if (address === sent.href) throw broken('The next page is the one that was just read.')
  return address
}

function mend(link: string): string {
  return link.includes('?') ? link : link.replace('&', '?')
}

/** Written behind what is there: Bitbucket takes its own encoding back, but not always ours of the same. */
function withDropped(next: URL, sent: URL): string {
  let address = next.href
  for (const name of new Set(sent.searchParams.keys())) {
    if (positions.has(name) || next.searchParams.has(name)) continue
    for (const value of sent.searchParams.getAll(name)) {
      address += `${address.includes('?') ? '&' : '?'}${new URLSearchParams([[name, value]])}`
    }
  }
  return address
}

/** Where a redirect leads, if it may be followed. */
export function readRedirect(location: string | undefined, sent: URL): URL {
  if (location === undefined || !URL.canParse(location, sent.href))
    throw broken('A redirect leads to no address.')
  const target = new URL(location, sent.href)
  if (target.origin !== sent.origin) throw broken(`A redirect leads to another host, ${target.host}.`)
  if (target.href === sent.href) throw broken('A redirect leads to itself.')
  return target
}

function broken(detail: string): Failure {
  return new Failure('source_unreadable', { detail, data: {} })
}
