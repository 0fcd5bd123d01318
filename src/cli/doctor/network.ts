import { type Dispatcher, request } from 'undici'
import type { Config } from '../../config.ts'
import { proxyFor, shownProxy } from '../../connections/proxy.ts'
import { clockFinding } from './database.ts'
import { bad, type Finding, ok } from './finding.ts'

const patience = 5000

const advice: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The name is not known: check DNS, or set WINDLASS_PROXY when only a proxy knows it.',
  EAI_AGAIN:
    'No DNS server answers: check /etc/resolv.conf, or set WINDLASS_PROXY when only a proxy knows names.',
  ECONNREFUSED: 'Nothing listens there: check the address of the proxy, and the firewall.',
  UND_ERR_CONNECT_TIMEOUT:
    'No answer at all: a firewall drops the traffic; allow port 443, or set WINDLASS_PROXY.',
  UND_ERR_ABORTED:
    'The proxy refused: check its credentials in WINDLASS_PROXY, and whether it allows this host.',
  SELF_SIGNED_CERT_IN_CHAIN: 'A proxy opens the traffic: trust its CA with NODE_EXTRA_CA_CERTS.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The CA is not known here: trust it with NODE_EXTRA_CA_CERTS.',
  CERT_HAS_EXPIRED: 'The certificate has expired, or the clock of this machine is wrong.',
}

/** Whether each configured host answers over HTTPS, the way connections will go; and what time it says it is. */
export async function checkNetwork(config: Config): Promise<Finding[]> {
  const hosts = config.networkHosts
    .split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '' && host !== 'none')
  if (hosts.length === 0) return []
  const dispatcher = proxyFor(config)
  try {
    const found = await Promise.all(hosts.map((host) => checkHost(host, config, dispatcher)))
    return found.flat()
  } finally {
    await dispatcher.destroy()
  }
}

async function checkHost(host: string, config: Config, dispatcher: Dispatcher): Promise<Finding[]> {
  const check = `network ${host}`
  const way = config.proxy === undefined ? 'directly' : `through ${shownProxy(config.proxy)}`
  try {
    const before = Date.now()
    const signal = AbortSignal.timeout(patience)
    const answer = await request(`https://${host}/`, { method: 'HEAD', dispatcher, signal })
    await answer.body.dump()
    const findings = [ok(check, `answers ${way} in ${Date.now() - before} ms`)]
    const date = Date.parse(String(answer.headers.date))
    // The header counts whole seconds.
    if (Number.isFinite(date))
      findings.push(clockFinding(`clock ${host}`, host, Math.max(0, Math.abs(Date.now() - date) - 1000)))
    return findings
  } catch (error) {
    const { code, reason } = describe(error)
    return [
      bad(
        check,
        `does not answer ${way}: ${reason}.`,
        advice[code] ?? 'Check the firewall and the proxy (WINDLASS_PROXY, WINDLASS_NO_PROXY).',
      ),
    ]
  }
}

function describe(error: unknown): { code: string; reason: string } {
  const { code, name, message, cause } = error as NodeJS.ErrnoException & { cause?: unknown }
  if (name === 'TimeoutError')
    return { code: 'UND_ERR_CONNECT_TIMEOUT', reason: `nothing within ${patience / 1000} s` }
  if (code === undefined && cause instanceof Error) return describe(cause)
  return { code: String(code ?? ''), reason: message || String(code) }
}
