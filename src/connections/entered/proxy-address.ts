import { refuseField } from './refuse.ts'

/** The address of a proxy as it is kept. It is stored in the open, so it carries no password. */
export function readProxyAddress(given: string): string {
  const url = URL.canParse(given) ? new URL(given) : null
  if (!url || !/^https?:$/.test(url.protocol)) throw refusal('An address begins with http:// or https://.')
  if (url.username !== '' || url.password !== '') {
    throw refusal(
      'It carries no credentials here: a proxy that wants some is set for the installation, as WINDLASS_PROXY.',
    )
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw refusal('The address of a proxy ends with its host and port.')
  }
  return url.origin
}

const refusal = (message: string) => refuseField('proxy_url', message)
