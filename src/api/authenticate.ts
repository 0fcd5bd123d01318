import type { FastifyReply, FastifyRequest } from 'fastify'
import { markApiKeyUsed } from '../people/api-keys.ts'
import { type Recognised, recogniseApiKey, recogniseSession } from '../people/recognise.ts'
import { renewSession } from '../people/sessions.ts'
import { readSessionCookie, writeSessionCookie } from './cookie.ts'
import type { House } from './house.ts'

/**
 * Who sent the request. A header that does not name a valid key is not made good by a cookie: a program that sends
 * one means it.
 */
export async function authenticate(
  house: House,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Recognised | undefined> {
  const header = request.headers.authorization
  if (header !== undefined) return authenticateKey(house, header)
  const token = readSessionCookie(house, request)
  if (token === undefined) return undefined
  const found = await recogniseSession(house.database.pool, token)
  const { session, person } = found?.caller ?? {}
  if (!found?.stale || !session || !person) return found
  await renewSession(house.database.kysely, session.id, person.id, house.config.sessionHours)
  writeSessionCookie(house, reply, token)
  return found
}

async function authenticateKey(house: House, header: string): Promise<Recognised | undefined> {
  const key = /^Bearer (wl_[\w-]{20,100})$/i.exec(header)?.[1]
  if (key === undefined) return undefined
  const found = await recogniseApiKey(house.database.pool, key)
  if (found?.stale && found.caller.apiKey) await markApiKeyUsed(house.database.kysely, found.caller.apiKey.id)
  return found
}
