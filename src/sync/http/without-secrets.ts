import type { Failure } from '../../errors.ts'

const blank = '[secret]'

/** What is kept of an answer is shown to people: a gateway that repeats the request in its complaint tells no secret. */
export function withoutSecrets(failure: Failure, secrets: readonly string[]): Failure {
  const clean = (text: string) => blankOut(text, secrets)
  const { excerpt } = failure.data ?? {}
  if (typeof excerpt === 'string' && failure.data) failure.data.excerpt = clean(excerpt)
  failure.message = clean(failure.message)
  return failure
}

export function blankOut(text: string, secrets: readonly string[]): string {
  return secrets.reduce((all, secret) => (secret === '' ? all : spellings(secret).reduce(cut, all)), text)
}

function cut(text: string, spelling: string): string {
  return text.replaceAll(spelling, blank)
}

/** As it is, in an address, and as Basic credentials carry it whatever stands before it: three ways to fall on bytes. */
function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const inBasic = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    return text.slice(before === 0 ? 0 : 4, Math.floor((before + bytes.length) / 3) * 4)
  })
  return [secret, encodeURIComponent(secret), ...inBasic].filter(({ length }) => length >= 8)
}
