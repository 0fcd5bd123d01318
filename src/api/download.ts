import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** An answer that is a file, written piece by piece while it is read. */
export class Download {
  readonly name: string
  readonly type: string
  readonly pieces: AsyncIterable<string>

  constructor(name: string, type: string, pieces: AsyncIterable<string>) {
    this.name = name
    this.type = type
    this.pieces = pieces
  }
}

export function sendFile(reply: FastifyReply, { name, type, pieces }: Download): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .header('content-disposition', `attachment; filename="${name}"`)
    .type(type)
    .send(Readable.from(pieces))
}
