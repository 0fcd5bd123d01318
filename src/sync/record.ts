import { createHash } from 'node:crypto'
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler'
import { Value } from '@sinclair/typebox/value'
import { withoutNul } from '../db/nul.ts'
import type { AnyStream, Owned, Place, Rows } from './stream.ts'

/** A record as it came, with what is needed to see whether it changed and to keep it. */
export interface SourceRecord {
  readonly key: string
  /** What is kept of it, as JSON. Most records are known exactly so: only those that are stored are packed. */
  readonly text: string
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
  const text = JSON.stringify(item) ?? 'null'
  let kept = stream.confidential ? 'null' : text
  try {
    const fields = project(stream, text)
    if (stream.confidential) kept = JSON.stringify(fields)
    const hash = sha256(canonical(fields))
    const written = text.includes('\\u0000') ? withoutNul(fields) : fields
    const key = storableKey(stream.key(written, place))
    const reading = { rows: stream.rows(written, place), owned: stream.owns?.(written, place) ?? {} }
    return { key, text: kept, hash, reading }
  } catch (error) {
    const hash = sha256(canonical(item))
    return {
      key: keyOfUnreadable(stream, item, place, hash),
      text: kept,
      hash,
      reading: { error: sentence(error) },
    }
  }
}

/** What went wrong, as text that a column can hold. */
export function sentence(error: unknown): string {
  return withoutNul(error instanceof Error ? error.message : String(error))
}

/**
 * The declared fields and nothing else. Rows are made of these alone, so that the hash over them covers all that a row
 * can depend on, and an undeclared field that moves (a counter, a link with a time in it) changes nothing.
 */
function project({ item }: AnyStream, text: string) {
  // Cleaning works in place: on a copy, which a parser makes faster than anything else.
  const fields: unknown = Value.Clean(item, JSON.parse(text))
  const check = checkOf(item)
  if (check.Check(fields)) return fields as Parameters<AnyStream['key']>[0]
  const problem = check.Errors(fields).First()
  throw new Error(`${problem?.path || 'The record'}: ${problem?.message}`)
}

const checks = new WeakMap<AnyStream['item'], TypeCheck<AnyStream['item']>>()

/** Compiled when the first record comes: a hundred thousand of them follow. */
function checkOf(item: AnyStream['item']): TypeCheck<AnyStream['item']> {
  const known = checks.get(item)
  if (known) return known
  const check = TypeCompiler.Compile(item)
  checks.set(item, check)
  return check
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
  return JSON.stringify(sorted(value)) ?? 'null'
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const given = value as Record<string, unknown>
  const keys = Object.keys(given).sort()
  return Object.fromEntries(keys.map((key) => [key, sorted(given[key])]))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
