import { Failure } from '../../errors.ts'

/** What was entered in a field cannot be; the message repeats nothing that may be secret. */
export function refuseField(path: string, message: string): Failure {
  return new Failure('invalid_input', { detail: message, data: { problems: [{ path, message }] } })
}
