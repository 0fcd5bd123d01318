import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { bytes, json } from './answer.ts'
import { dressed } from './wire.ts'

const small = json(200, { values: [] })
const large = json(200, { values: 'x'.repeat(5_000) })
const md5 = (body: Buffer) => createHash('md5').update(body).digest('hex')

describe('what goes over the wire', () => {
  test('is tagged with the MD5 of its body, errors too', async () => {
    expect((await dressed(small, undefined, undefined)).headers.ETag).toBe(`"${md5(small.body)}"`)
    const error = json(404, { type: 'error' })
    expect((await dressed(error, undefined, undefined)).headers.ETag).toBe(`"${md5(error.body)}"`)
  })
  test('is packed for those who can unpack, under a tag that says so', async () => {
    const packed = await dressed(large, 'br, gzip', undefined)
    expect(packed.headers).toMatchObject({
      'Content-Encoding': 'gzip',
      ETag: `"gz[${md5(large.body)}]"`,
      Vary: 'Authorization, Accept-Encoding',
    })
    expect(gunzipSync(packed.body)).toEqual(large.body)
    expect((await dressed(large, 'identity', undefined)).body).toEqual(large.body)
    expect((await dressed(small, 'gzip', undefined)).body).toEqual(small.body)
  })
  test('is not sent again to those who have it', async () => {
    const { headers } = await dressed(large, 'gzip', undefined)
    expect(await dressed(large, 'gzip', headers.ETag)).toMatchObject({ status: 304, body: Buffer.alloc(0) })
    expect((await dressed(large, 'gzip', '"another"')).status).toBe(200)
  })
  test('keeps a tag of its own', async () => {
    const file = bytes(200, 'text/plain', 'raw', { ETag: '-4866249612541806531' })
    expect((await dressed(file, 'gzip', undefined)).headers.ETag).toBe('-4866249612541806531')
  })
})
