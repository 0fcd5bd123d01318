import { Failure } from '../errors.ts'

/**
 * Whether trying again later may help. Of PostgreSQL: 08 connection, 40 serialization and deadlock, 53 resources,
 * 55 lock not available, 57 shutdown and timeouts. Of Node: system errors of the connection.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof Failure) return error.transient
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(08|40|53|55|57)...$/.test(code) || /^E[A-Z]+$/.test(code) || isCutOff(error)
}

/** The driver gives a connection that ended under a query no code. */
function isCutOff(error: unknown): boolean {
  return error instanceof Error && /^Connection terminated|^timeout exceeded/.test(error.message)
}
