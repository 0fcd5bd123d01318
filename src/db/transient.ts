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

/** Whether the database was away, so that nothing is wrong with what was asked of it: connections were cut, or not taken. */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Failure) return error.code === 'database_unreachable'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(08...|57P0.|ECONNREFUSED|ECONNRESET)$/.test(code) || isCutOff(error)
}

/** The driver gives a connection that ended under a query no code, nor one that had ended before. */
function isCutOff(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(Connection terminated|timeout exceeded|Client has encountered a connection error)/.test(error.message)
  )
}
