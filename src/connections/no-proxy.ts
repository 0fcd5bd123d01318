/** Whether a host is reached without the proxy, by the usual reading of NO_PROXY. */
export type Bypass = (host: string, port: number) => boolean

/**
 * `*` is every host; `example.com` and `.example.com` are the host and all below it; `host:8443` is that port
 * alone. Addresses are compared as they are written: curl and Node read ranges such as 10.0.0.0/8 differently,
 * so there are none.
 */
export function parseNoProxy(list: string | undefined): Bypass {
  const entries = (list ?? '')
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(parseEntry)
  return (host, port) => {
    const name = bare(host)
    return entries.some((entry) => matches(entry, name, port))
  }
}

interface Entry {
  readonly name: string
  readonly port: number | null
}

function parseEntry(text: string): Entry {
  const [, bracketed, plain, port] = /^(?:(\[.*\])|([^:]*))(?::(\d+))?$/.exec(text) ?? []
  const name = bracketed ?? plain
  // More than one colon without brackets: an IPv6 address as it is.
  if (name === undefined) return { name: bare(text), port: null }
  return { name: bare(name.replace(/^\*?\./, '')), port: port === undefined ? null : Number(port) }
}

function matches(entry: Entry, host: string, port: number): boolean {
  if (entry.port !== null && entry.port !== port) return false
  return entry.name === '*' || host === entry.name || host.endsWith(`.${entry.name}`)
}

/** Lower case, without the brackets of IPv6 and the dot that ends an absolute name. */
function bare(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
}
