import { Failure } from '../../../errors.ts'

/** What somebody asked for makes no sense, and where. */
export function refused(path: string, message: string): Failure {
  return new Failure('invalid_input', {
    detail: `${path} ${message}.`,
    data: { problems: [{ path, message }] },
  })
}
