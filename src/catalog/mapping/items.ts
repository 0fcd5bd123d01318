import { isObject, type Json } from '../jq/json.ts'

/**
 * A record without the list that its elements are taken from, which would be repeated in each of them: what the first
 * plain path of the expression leads to.
 */
export function withoutPath(record: Json, jq: string): Json {
  const path = firstPath(jq)
  return path === null ? record : without(record, path)
}

function firstPath(jq: string): readonly string[] | null {
  for (const part of jq.split('|')) {
    const text = part.replace(/[()\s]/g, '').replace(/\[\]\??$/, '')
    if (/^(?:\.[A-Za-z_]\w*\??)+$/.test(text)) return text.replaceAll('?', '').slice(1).split('.')
  }
  return null
}

function without(value: Json, [first = '', ...rest]: readonly string[]): Json {
  if (!isObject(value) || !Object.hasOwn(value, first)) return value
  const { [first]: inner = null, ...others } = value
  return rest.length === 0 ? others : { ...value, [first]: without(inner, rest) }
}
