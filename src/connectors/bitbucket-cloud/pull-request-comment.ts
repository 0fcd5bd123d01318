import { type Static, Type } from '@sinclair/typebox'
import type { StreamRow } from '../../sync/stream.ts'
import { Account, account, count, flag, instant, markup, maybe, text } from './shape.ts'

export const Comment = Type.Object({
  id: Type.Integer(),
  created_on: Type.String(),
  updated_on: text,
  content: markup,
  user: Account,
  deleted: flag,
  pending: flag,
  parent: maybe(Type.Object({ id: count })),
  inline: maybe(Type.Object({ path: text, from: count, to: count, outdated: flag })),
  resolution: maybe(Type.Object({ user: Account, created_on: text })),
})

/** A deleted comment stays listed, without its text. */
export function commentRow(comment: Static<typeof Comment>, pullRequest: number): StreamRow {
  const { inline, resolution } = comment
  return {
    pull_request_id: pullRequest,
    id: comment.id,
    author_account_id: account(comment.user),
    content: comment.content?.raw ?? '',
    deleted: comment.deleted ?? false,
    pending: comment.pending ?? false,
    parent_id: comment.parent?.id ?? null,
    inline_path: inline?.path ?? null,
    inline_from: inline?.from ?? null,
    inline_to: inline?.to ?? null,
    // Told by the feed alone: what is stored of it stays. Where there is no line, there is nothing to tell.
    ...(inline
      ? inline.outdated !== undefined && { inline_outdated: inline.outdated }
      : { inline_outdated: null }),
    resolved_by_account_id: account(resolution?.user),
    resolved_on: instant(resolution?.created_on),
    created_on: instant(comment.created_on),
    updated_on: instant(comment.updated_on),
  }
}
