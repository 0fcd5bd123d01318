/**
 * Loaded before the program: the n-th operation of a kind fails, once. What happened is written down, as the process
 * may not live to tell. FAULT_KIND: `database`, `http`, `file`; `before-commit` and `after-commit` kill the process.
 */
import { appendFileSync } from 'node:fs'
import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import { Agent } from 'undici'

const { FAULT_KIND: kind, FAULT_NTH: nth = '0', FAULT_REPORT: report = '' } = process.env
const write = appendFileSync
let seen = 0

function strikes() {
  seen += 1
  if (seen !== Number(nth)) return false
  write(report, 'struck\n')
  return true
}

process.on('exit', () => write(report, `seen ${seen}\n`))

/** As PostgreSQL says when two transactions clash, and as a connection that broke under a query. */
function databaseError() {
  if (Number(nth) % 2 === 0) return new Error('Connection terminated unexpectedly')
  return Object.assign(new Error('could not serialize access due to concurrent update'), { code: '40001' })
}

const { query } = pg.Client.prototype
const textOf = (first) => (typeof first === 'string' ? first : (first?.text ?? ''))

function failInstead(args) {
  const answer = args.at(-1)
  if (typeof answer !== 'function') return Promise.reject(databaseError())
  process.nextTick(answer, databaseError())
  return undefined
}

function die() {
  process.kill(process.pid, 'SIGKILL')
}

/** The answer of the n-th commit is not heard. */
function dieAfter(client, args) {
  const answer = args.at(-1)
  if (typeof answer === 'function') return query.call(client, ...args.slice(0, -1), die)
  return query.apply(client, args).then(die)
}

if (kind === 'database')
  pg.Client.prototype.query = function failing(...args) {
    // What streams, such as COPY, has its own way to fail.
    const isPlain = typeof args[0] === 'string' || typeof args[0]?.submit !== 'function'
    return isPlain && strikes() ? failInstead(args) : query.apply(this, args)
  }

if (kind === 'before-commit' || kind === 'after-commit')
  pg.Client.prototype.query = function killing(...args) {
    if (!/^\s*commit\b/i.test(textOf(args[0])) || !strikes()) return query.apply(this, args)
    if (kind === 'after-commit') return dieAfter(this, args)
    return die()
  }

if (kind === 'http') {
  const { dispatch } = Agent.prototype
  Agent.prototype.dispatch = function failing(...args) {
    if (strikes()) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    return dispatch.apply(this, args)
  }
}

if (kind === 'file') {
  const names = [
    'link',
    'mkdir',
    'open',
    'readFile',
    'readdir',
    'rename',
    'rm',
    'stat',
    'utimes',
    'writeFile',
  ]
  for (const name of names) {
    const original = fs[name]
    fs[name] = (...args) =>
      strikes()
        ? Promise.reject(Object.assign(new Error(`EIO: i/o error, ${name}`), { code: 'EIO' }))
        : original(...args)
  }
  syncBuiltinESMExports()
}
