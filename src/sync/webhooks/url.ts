import type { Config } from '../../config.ts'

const path = '/webhooks/bitbucket'

/** Where Bitbucket is to send to; null while nobody knows how it reaches us. */
export function webhookUrl(
  { publicUrl }: Pick<Config, 'publicUrl'>,
  apiUrl: string,
  /** Where this installation is reached on its own machine, and the webhook's address as it is. */
  { own = null, known }: { readonly own?: string | null | undefined; readonly known: string | null },
): string | null {
  if (publicUrl !== undefined) return `${publicUrl.replace(/\/+$/, '')}${path}`
  // Only a Bitbucket of this machine, such as that of the demo, reaches us at an address of this machine.
  if (!isLoopback(apiUrl)) return null
  if (own !== null && isLoopback(own)) return `http://127.0.0.1:${new URL(own).port || '80'}${path}`
  return known !== null && isLoopback(known) ? known : null
}

export const withoutUrl =
  'Bitbucket has to know where to send to: set WINDLASS_PUBLIC_URL to the address at which it reaches this installation, and start it again.'

function isLoopback(url: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(new URL(url).hostname)
}
