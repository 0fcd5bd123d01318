import type { Drainer } from './drainer.ts'

/** Every drainer of dirty keys. */
export const drainers: readonly Drainer[] = []
