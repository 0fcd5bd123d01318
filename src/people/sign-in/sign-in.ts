import type { Db } from '../../db/pool.ts'
import { Failure } from '../../errors.ts'
import { forgiveAttempt, takeAttempt } from '../throttle.ts'
import type { SignInMethod } from './method.ts'

/** Who the proof shows somebody to be. Guessing is slowed down the same way for every method. */
export async function recognisePerson<Proof>(
  db: Db,
  method: SignInMethod<Proof>,
  proof: Proof,
  address: string,
): Promise<string> {
  const attempt = { address, account: method.account(proof) }
  await takeAttempt(db, attempt)
  const id = await method.recognise(db, proof)
  if (id === undefined) throw new Failure('wrong_sign_in')
  await forgiveAttempt(db, attempt)
  return id
}
