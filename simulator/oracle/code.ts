import type { Content } from '../world/content/content.ts'
import type { Repository } from '../world/model.ts'
import { isoSeconds } from '../world/time.ts'

export function* branches(content: Content) {
  for (const { name, target } of content.branches) yield { name, target }
}

export function* tags(content: Content) {
  for (const { name, target, object, message, date } of content.tags) {
    yield { name, target, object, message, date: date === null ? null : isoSeconds(date) }
  }
}

/** Those a mirror reaches; others are known through their pull requests at most. */
export function* commits(content: Content) {
  for (const { hash, tree, parents, author, committer, date, committedOn, message } of content.log({})) {
    yield {
      hash,
      tree,
      parents,
      author_raw: author.raw,
      author_account: author.account,
      committer_raw: committer.raw,
      committer_account: committer.account,
      date: isoSeconds(date),
      committed_on: isoSeconds(committedOn),
      message,
    }
  }
}

/** Files of the main branch's head. */
export function* files(content: Content, repository: Repository) {
  const head = content.branch(repository.mainBranch ?? '')?.target
  if (head === undefined) return
  for (const { path, hash, size, mode } of content.files(head)) yield { path, oid: hash, size, mode }
}

export function* branchRestrictions(content: Content) {
  for (const one of content.restrictions) {
    const { id, kind, matchKind, pattern, branchType, value, users, groups } = one
    yield { id, kind, match_kind: matchKind, pattern, branch_type: branchType, value, users, groups }
  }
}
