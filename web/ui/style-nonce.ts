/**
 * The nonce of this document, which the server puts in its head: the content security policy takes style elements
 * that are made while the page runs only with it.
 */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
}
