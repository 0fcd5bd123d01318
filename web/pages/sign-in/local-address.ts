/** Where to go after signing in. Only an address of this page: a link must not lead people elsewhere. */
export function localAddress(back: string | undefined): string {
  if (back === undefined || !/^\/(?![/\\])/.test(back)) return '/'
  return /^\/(sign-in|first-run)\b/.test(back) ? '/' : back
}
