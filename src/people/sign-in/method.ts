import type { Db } from '../../db/pool.ts'

/** A way to find out who somebody is. What it is shown as proof is its own business. */
export interface SignInMethod<Proof> {
  /** Kept with the session that begins with it. */
  readonly name: string
  readonly doc: string
  /** The account that the proof claims, by which failed attempts are counted. */
  account(proof: Proof): string
  /** The id of the person, if the proof holds and they may sign in. */
  recognise(db: Db, proof: Proof): Promise<string | undefined>
}

export function defineSignInMethod<Proof>(method: SignInMethod<Proof>): SignInMethod<Proof> {
  return Object.freeze(method)
}
