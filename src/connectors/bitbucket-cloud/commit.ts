import { Type } from '@sinclair/typebox'
import { Account, maybe, text } from './shape.ts'

/** The author as written in the commit, and the account Bitbucket takes it for. */
export const Author = maybe(Type.Object({ raw: text, user: Account }))

export const Parents = maybe(Type.Array(Type.Object({ hash: Type.String() })))
