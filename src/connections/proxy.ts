import type { LookupFunction } from 'node:net'
import { rootCertificates } from 'node:tls'
import { Agent, Dispatcher, ProxyAgent } from 'undici'
import type { Config } from '../config.ts'
import { Failure } from '../errors.ts'
import { type Bypass, parseNoProxy } from './no-proxy.ts'

/** What a connection says about its own way out. */
export interface OwnRoute {
  readonly proxyUrl?: string
  /** PEM certificates trusted beside those Node brings. */
  readonly ca?: string
  /** Resolves the hosts that are reached directly, an own proxy among them; behind a proxy it is the proxy that resolves. */
  readonly lookup?: LookupFunction
}

/**
 * The way out of a connection: its own proxy when it names one, else that of the installation, past which the
 * hosts of NO_PROXY are reached. The caller closes it.
 */
export function proxyFor(config: Pick<Config, 'proxy' | 'noProxy'>, own: OwnRoute = {}): Dispatcher {
  // Given a list, TLS trusts that list alone; an own CA comes in addition.
  const tls = own.ca === undefined ? {} : { ca: [...rootCertificates, own.ca] }
  const direct = new Agent({
    connect: own.lookup === undefined ? tls : { ...tls, lookup: own.lookup },
  })
  const proxyUrl = own.proxyUrl ?? config.proxy
  if (proxyUrl === undefined) return direct
  // Whoever runs the installation may have its proxy anywhere; a connection may not.
  const lookup = own.proxyUrl === undefined ? undefined : own.lookup
  const proxied = new ProxyAgent({
    ...address(proxyUrl),
    requestTls: tls,
    proxyTls: lookup === undefined ? tls : { ...tls, lookup },
    // As curl does it: https through CONNECT, plain http as a forwarded request, for proxies tunnel 443 alone.
    proxyTunnel: false,
  })
  // A connection that names its own proxy means it for every host it talks to.
  if (own.proxyUrl !== undefined) return new Route(proxied, direct, () => false)
  return new Route(proxied, direct, parseNoProxy(config.noProxy))
}

/** A proxy address as it may be shown: without its credentials. */
export function shownProxy(proxyUrl: string): string {
  const { protocol, host } = parse(proxyUrl)
  return `${protocol}//${host}`
}

class Route extends Dispatcher {
  readonly #proxied: Dispatcher
  readonly #direct: Dispatcher
  readonly #bypass: Bypass

  constructor(proxied: Dispatcher, direct: Dispatcher, bypass: Bypass) {
    super()
    this.#proxied = proxied
    this.#direct = direct
    this.#bypass = bypass
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const { protocol, hostname, port } = new URL(String(options.origin))
    const number = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port)
    const way = this.#bypass(hostname, number) ? this.#direct : this.#proxied
    return way.dispatch(options, handler)
  }

  override close(): Promise<void>
  override close(callback: () => void): void
  override close(callback?: () => void): Promise<void> | void {
    return settle(Promise.all([this.#proxied.close(), this.#direct.close()]), callback)
  }

  override destroy(error?: Error | null): Promise<void>
  override destroy(callback: () => void): void
  override destroy(error: Error | null, callback: () => void): void
  override destroy(error?: Error | null | (() => void), callback?: () => void): Promise<void> | void {
    const after = typeof error === 'function' ? error : callback
    const reason = typeof error === 'function' ? null : (error ?? null)
    return settle(Promise.all([this.#proxied.destroy(reason), this.#direct.destroy(reason)]), after)
  }
}

function settle(done: Promise<unknown>, callback?: () => void): Promise<void> | void {
  const settled = done.then(() => {})
  if (!callback) return settled
  settled.then(callback, callback)
}

/** The credentials leave the address for a header here, so that no error or log line can show them. */
function address(proxyUrl: string): { uri: string; token?: string } {
  const { username, password } = parse(proxyUrl)
  const uri = shownProxy(proxyUrl)
  if (username === '' && password === '') return { uri }
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { uri, token: `Basic ${Buffer.from(pair).toString('base64')}` }
}

function parse(proxyUrl: string): URL {
  const url = URL.canParse(proxyUrl) ? new URL(proxyUrl) : null
  if (url && /^https?:$/.test(url.protocol)) return url
  throw new Failure('config_invalid', { detail: 'The address of the proxy is not an http(s) address.' })
}
