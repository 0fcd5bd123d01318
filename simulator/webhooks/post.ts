import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'

export type Attempt = { readonly status: number | null; readonly ms: number; readonly error: string | null }

// Any answer counts once its head is there; the body is read and forgotten. Never rejects.
export function post(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
  timeoutMs: number,
  checkCertificate: boolean,
): Promise<Attempt> {
  const started = performance.now()
  return new Promise((resolve) => {
    const done = (status: number | null, error: string | null) => {
      clearTimeout(timer)
      resolve({ status, ms: Math.round(performance.now() - started), error })
    }
    const open = url.startsWith('https:') ? requestHttps : requestHttp
    const options = { method: 'POST', headers, rejectUnauthorized: checkCertificate }
    const outgoing = open(url, options, (response) => {
      response.resume()
      response.on('error', () => undefined)
      done(response.statusCode ?? null, null)
    })
    const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
    outgoing.on('error', (error) => done(null, error.message))
    outgoing.end(body)
  })
}
