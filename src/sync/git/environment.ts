import { isIP } from 'node:net'
import type { Config } from '../../config.ts'
import { searchPath } from '../../config.ts'
import { parseNoProxy } from '../../connections/no-proxy.ts'
import { gitAuthorization, type OpenCredential } from '../http/credential.ts'
import { createHostGuard } from '../http/host-guard.ts'

/** The way from a mirror to its repository. */
export interface Remote {
  /** Without credentials. */
  readonly url: string
  readonly credential: OpenCredential
  readonly proxyUrl: string | null
  /** A file of certificates that are trusted, and no others; null for those of the system. */
  readonly caFile: string | null
}

type Settings = Readonly<Record<string, string>>

/** What holds for every command: nothing of the machine's own configuration, and nothing a repository could start. */
const always: Settings = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'credential.helper': '',
  'fetch.recurseSubmodules': 'false',
  'gc.auto': '0',
  'i18n.logOutputEncoding': 'UTF-8',
  'maintenance.auto': 'false',
  'protocol.version': '2',
  // A data directory may belong to another user than the one in a container.
  'safe.directory': '*',
  'submodule.recurse': 'false',
}

/** For commands that read the mirror alone. */
export function localEnvironment(): NodeJS.ProcessEnv {
  return environmentOf({}, '')
}

/**
 * For commands that talk to Bitbucket. The credential travels as a header in the environment: command lines and
 * addresses can be read by others and end up in messages.
 */
export async function remoteEnvironment(
  config: Pick<Config, 'proxy' | 'noProxy' | 'allowPrivateHosts' | 'version'>,
  remote: Remote,
): Promise<NodeJS.ProcessEnv> {
  const url = new URL(remote.url)
  const guard = createHostGuard(config.allowPrivateHosts)
  guard.check(url)
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
  const bypass = parseNoProxy(config.noProxy)
  const proxy = remote.proxyUrl ?? (bypass(url.hostname, port) ? undefined : config.proxy)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  // The address that was checked is the one that is used. Behind a proxy it is the proxy that resolves.
  const pins =
    proxy === undefined && isIP(host) === 0
      ? { 'http.curloptResolve': await pin(guard, host, port) }
      : undefined
  return environmentOf(
    {
      'http.extraHeader': `Authorization: ${gitAuthorization(remote.credential)}`,
      // A redirect would take the header along; where a repository moved, the API says.
      'http.followRedirects': 'false',
      // A server that prepares a large pack says five bytes in five seconds, and less before that.
      'http.lowSpeedLimit': '1',
      'http.lowSpeedTime': '300',
      'http.proxy': proxy ?? '',
      'http.sslVerify': 'true',
      'remote.origin.url': remote.url,
      'remote.origin.promisor': 'true',
      'remote.origin.partialCloneFilter': 'blob:none',
      'http.userAgent': `git/2 Windlass/${config.version}`,
      ...(remote.caFile === null ? {} : { 'http.sslCAInfo': remote.caFile }),
      ...pins,
    },
    url.protocol.slice(0, -1),
  )
}

async function pin(guard: ReturnType<typeof createHostGuard>, host: string, port: number): Promise<string> {
  const found = await guard.resolve(host)
  return `${host}:${port}:${found.map(({ address }) => address).join(',')}`
}

function environmentOf(settings: Settings, protocols: string): NodeJS.ProcessEnv {
  const all = Object.entries({ ...always, ...settings })
  const numbered = all.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return {
    PATH: searchPath(),
    LC_ALL: 'C',
    HOME: '/nonexistent',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: String(all.length),
    ...Object.fromEntries(numbered),
    GIT_ALLOW_PROTOCOL: protocols,
    GIT_LFS_SKIP_SMUDGE: '1',
    // A blob that is missing is an answer; fetched one by one, a thousand of them would be a thousand requests.
    GIT_NO_LAZY_FETCH: '1',
    GIT_TERMINAL_PROMPT: '0',
  }
}
