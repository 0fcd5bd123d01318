import { type Answer, bytes } from './answer.ts'

type Range = { readonly from: number; readonly to: number }

function rangeOf(header: string | undefined, size: number): Range | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') return { from: Math.max(0, size - Number(last)), to: size - 1 }
  return { from: Number(first), to: last === '' ? size - 1 : Math.min(Number(last), size - 1) }
}

// The whole, the part that a Range header asks for, or 416 when there is no such part.
export function ranged(whole: Buffer, header: string | undefined): Answer {
  const type = 'application/octet-stream'
  const range = rangeOf(header, whole.length)
  if (!range) return bytes(200, type, whole, { 'Accept-Ranges': 'bytes' })
  if (range.from >= whole.length) return bytes(416, type, '', { 'Content-Range': `bytes */${whole.length}` })
  const place = `bytes ${range.from}-${range.to}/${whole.length}`
  return bytes(206, type, whole.subarray(range.from, range.to + 1), { 'Content-Range': place })
}
