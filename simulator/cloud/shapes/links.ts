import type { Json } from '../../query/fields.ts'
import type { Cloud } from '../cloud.ts'

export type Link = { readonly href: string }

const segment = (text: string) => encodeURIComponent(text).replaceAll('%2F', '/')

export function api(cloud: Cloud, path: string): Link {
  return { href: `${cloud.origin}/2.0${path}` }
}

export function web(cloud: Cloud, path: string): Link {
  return { href: `${cloud.origin}${path}` }
}

export function pathOf(...segments: readonly (string | number)[]): string {
  return segments.map((one) => `/${segment(String(one))}`).join('')
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (letter) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[letter] ?? letter)
}

function paragraphs(raw: string): string {
  const blocks = raw.split(/\n{2,}/).map((block) => block.trim())
  return blocks
    .filter((block) => block !== '')
    .map((block) => `<p>${escaped(block)}</p>`)
    .join('\n')
}

export function rendered(raw: string): Json {
  return { type: 'rendered', raw, markup: 'markdown', html: paragraphs(raw) }
}
