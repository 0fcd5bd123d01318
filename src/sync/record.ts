import { createHash } from 'node:crypto'
import { Value } from '@sinclair/typebox/value'
import { deflate } from '../db/payload.ts'
import type { AnyStream, Owned, Place, Rows } from './stream.ts'

/** A record as it came, with what is needed to see whether it changed and to keep it. */
export interface SourceRecord {
  readonly key: string
  readonly payload: Buffer
  readonly hash: Buffer
  /** What it becomes; an error when it cannot become anything. */
  readonly reading: Reading | { readonly error: string }
}

interface Reading {
  readonly rows: Rows
  readonly owned: Owned
}

/** Reads one item of an answer. Never throws: what is wrong with the item is part of the record. */
export function readRecord(stream: AnyStream, item: unknown, place: Place): SourceRecord {
  let payload = deflate(stream.confidential ? null : item)
  try {
    const fields = project(stream, item)
    if (stream.confidential) payload = deflate(fields)
    const key = storableKey(stream.key(fields, place))
    const reading = { rows: stream.rows(fields, place), owned: stream.owns?.(fields, place) ?? {} }
    return { key, payload, hash: sha256(canonical(fields)), reading }
  } catch (error) {
    const hash = sha256(canonical(item))
    return {
      key: keyOfUnreadable(stream, item, place, hash),
      payload,
      hash,
      reading: { error: sentence(error) },
    }
  }
}

/** What went wrong, as text that a column can hold. */
export function sentence(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll('\0', '\ufffd')
}

/**
 * The declared fields and nothing else. Rows are made of these alone, so that the hash over them covers all that a row
 * can depend on, and an undeclared field that moves (a counter, a link with a time in it) changes nothing.
 */
function project(stream: AnyStream, item: unknown) {
  const fields = Value.Clean(stream.item, structuredClone(item))
  const problem = Value.Errors(stream.item, fields).First()
  if (problem) throw new Error(`${problem.path || 'The record'}: ${problem.message}`)
  return fields as Parameters<AnyStream['key']>[0]
}

/** A broken record keeps its name as long as that can be read: once it is well again it takes its old place. */
function keyOfUnreadable(stream: AnyStream, item: unknown, place: Place, hash: Buffer): string {
  try {
    const key: unknown = stream.key(item as Parameters<AnyStream['key']>[0], place)
    if (typeof key === 'string' && key !== '' && !key.includes('undefined')) return storableKey(key)
  } catch {
    // Without the fields of its name it is told apart by its content.
  }
  return `${unnamed} ${hash.toString('hex')}`
}

const unnamed = 'unreadable'

/** Whether not even the name of the record could be read. */
export function isUnnamed({ key }: Pick<SourceRecord, 'key'>): boolean {
  return key.startsWith(`${unnamed} `)
}

/** An index takes a third of a page; a name of a branch can be longer. */
const longestKey = 1000

function storableKey(key: string): string {
  if (key.includes('\0')) throw new Error('The key of the record holds a NUL character.')
  return key.length <= longestKey ? key : `long ${sha256(key).toString('hex')}`
}

/** Keys in plain order at every level: Bitbucket's own order is not always the same. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => (isObject(inner) ? sorted(inner) : inner))
  return text ?? 'null'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
