import { password } from './password.ts'

/** The ways to sign in. */
export const signInMethods = { password } as const
