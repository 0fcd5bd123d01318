import type { FastifyRequest } from 'fastify'
import type { House } from './house.ts'

/** Where people reach this installation: as it is configured, else as the request reached it. */
export function baseUrlOf({ config }: House, request: FastifyRequest): string {
  return (config.publicUrl ?? `${request.protocol}://${request.host}`).replace(/\/+$/, '')
}
