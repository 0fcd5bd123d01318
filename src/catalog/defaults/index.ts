import { port } from './port.ts'
import { windlass } from './windlass.ts'

/** Mappings to begin with, by name. */
export const templates = { windlass, port } as const
