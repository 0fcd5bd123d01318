// The recordings and the official document lie outside the repository: only their place is known here.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const referenceFolder = process.env.WINDLASS_REFERENCE ?? ''
export const withoutReference =
  referenceFolder === '' || !existsSync(join(referenceFolder, 'payloads'))
    ? 'WINDLASS_REFERENCE does not name a folder with recorded payloads'
    : undefined

export function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(referenceFolder, ...path), 'utf8'))
}

export function readBytes(...path: readonly string[]): Buffer {
  return readFileSync(join(referenceFolder, ...path))
}

type Exchange = {
  readonly status: number
  readonly reason?: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: unknown
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function recordedNames(kind: string): string[] {
  return readdirSync(join(referenceFolder, 'payloads', 'cloud', kind))
}

export function recordedExchanges(kind: string, name: string): readonly Exchange[] {
  const value = readJson('payloads', 'cloud', kind, name)
  if (!isRecord(value) || !Array.isArray(value.exchanges)) return []
  return value.exchanges.map((one: Partial<Exchange>) => ({
    status: one.status ?? 0,
    headers: one.headers ?? {},
    body: one.body,
    ...(one.reason === undefined ? {} : { reason: one.reason }),
  }))
}

// The bodies of one recording, whatever wrapping its recorder gave it.
export function recordedBodies(kind: string, name: string): readonly unknown[] {
  const value = readJson('payloads', 'cloud', kind, name)
  if (Array.isArray(value)) return value.map((one) => (isRecord(one) && 'item' in one ? one.item : one))
  if (!isRecord(value)) return [value]
  if (Array.isArray(value.exchanges))
    return value.exchanges.filter((one: Exchange) => one.status < 300).map((one: Exchange) => one.body)
  if (Array.isArray(value.responses)) return value.responses.map((one: { response: unknown }) => one.response)
  return [value]
}

// Items of lists and the items themselves come to the same.
export function itemsOf(bodies: readonly unknown[]): readonly unknown[] {
  return bodies.flatMap((body) => (isRecord(body) && Array.isArray(body.values) ? body.values : [body]))
}
