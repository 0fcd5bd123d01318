import { expect, it } from 'vitest'
import { Failure } from './errors.ts'
import { createLog } from './log.ts'

function written(line: object): Record<string, unknown> {
  let text = ''
  createLog('info', { write: (chunk: string) => (text += chunk) }).info(line, 'said')
  return JSON.parse(text)
}

it('blanks what goes by the name of a secret, however deep', () => {
  const line = written({ code: 'ABCD', request: { headers: { authorization: 'Bearer x', host: 'here' } } })
  expect(line).toMatchObject({
    code: '[redacted]',
    request: { headers: { authorization: '[redacted]', host: 'here' } },
  })
})

it('leaves the code of an error, and blanks what else the error carries', () => {
  const line = written({ err: new Failure('source_forbidden', { data: { status: 403, token: 'x' } }) })
  expect(line.err).toMatchObject({ reason: 'source_forbidden', data: { status: 403, token: '[redacted]' } })
})
