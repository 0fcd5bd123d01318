import type { Json } from './json.ts'
import { Unsupported } from './syntax.ts'
import { toJson, toText } from './values.ts'

const formats: Readonly<Record<string, (value: Json) => string>> = {
  '@text': toText,
  '@json': toJson,
  '@base64': (value) => Buffer.from(toText(value)).toString('base64'),
  '@uri': (value) => encodeURIComponent(toText(value)).replace(/[!'()*]/g, percent),
}

export function formatOf(name: string): (value: Json) => string {
  const format = formats[name]
  if (!format) throw new Unsupported(`the format ${name}`)
  return format
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
}
