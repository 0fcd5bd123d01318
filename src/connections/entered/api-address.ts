import { refuseField } from './refuse.ts'

export const cloudApi = 'https://api.bitbucket.org/2.0'

/** The base address of the API as it is kept: without a slash at its end, and with the version where none was given. */
export function readApiAddress(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw refusal('An address begins with http:// or https://.')
  if (url.username !== '' || url.password !== '') throw refusal('An address carries no credentials here.')
  // It is shown inside quotes in commands to copy.
  if (/[^\w\-.~/%]/.test(url.pathname)) throw refusal('The path has characters that do not belong there.')
  if (url.search !== '' || url.hash !== '') throw refusal('An address ends with its path.')
  const path = url.pathname.replace(/\/+$/, '')
  return `${url.origin}${path === '' ? '/2.0' : path}`
}

const refusal = (message: string) => refuseField('api_url', message)
